/* SPDX-License-Identifier: ISC */
/*
 * The input is read as three things: as an image; as one whose header is put right, so
 * that what follows is looked at; and as changes to a policy's image. What is valid
 * must bear being used; what was changed and not signed must be refused.
 */
#include "tool/doubts.h"
#include "tool/explain.h"
#include "print.h"
#include "reader.h"
#include "target.h"

static struct lla_image *honest;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char words[] =
		"abi=10 min-abi=2 handle=core,tcp,scope,ioctl_dev rwx:/usr ?r:/opt/app r,read_file:~/x "
		"quiet,c:8000-8010 ub:\\* log-denials=no";

	(void)argc;
	(void)argv;
	reader_begin();
	must(compile_words(words, NULL, &honest));
	if (!honest || !freopen("/dev/null", "w", stdout))
		abort();
	return 0;
}

/* An aligned copy that ends where the input ends. */
static struct lla_image *copied(const void *at, size_t len)
{
	struct lla_image *copy = malloc(len ? len : 1);

	if (!copy)
		abort();
	return memcpy(copy, at, len);
}

static void doubt(const struct lla_image *image)
{
	const struct lla_asked asked = { .kernel = lla_kernel_of_abi(LLA_ABI_NEWEST) };
	struct lla_problems problems = { 0 };
	struct lla_found doubts = lla_found_begin(&problems, "fuzz");

	lla_doubts_add(image, 0, &asked, &doubts);
	lla_problems_free(&problems);
}

static void show(const struct lla_image *image)
{
	doubt(image);
	for (int abi = 0; abi <= LLA_ABI_NEWEST + 1; abi++) {
		struct lla_kernel kernel = lla_kernel_of_abi(abi);
		char line[300];
		struct lla_text t = LLA_TEXT_IN(line);
		struct lla_plan plan;
		struct lla_error err = { 0 };

		if (lla_plan_make(image, &kernel, abi % 2, &plan, &err)) {
			must(err.text[0] ? NULL : "no plan, and no word why");
			continue;
		}
		lla_plan_describe(&plan, image, &t);
		if (abi == LLA_ABI_NEWEST)
			lla_explain_policy(image, &plan);
	}
}

/* What is wrong with one that a text can say is wrong with the text too. */
static void print_and_compile(const struct lla_image *image)
{
	char *words = print_image(image, PRINT_WORDS);
	struct lla_image *again = NULL;
	const char *difference = NULL;

	if (words)
		must(compile_words(words, printed_preset, &again));
	if (again)
		difference = image_difference(image, again, true);
	if (difference)
		fprintf(stderr, "%s\n", words);
	must(difference);
	free(again);
	free(words);
}

static void use(const struct lla_image *image)
{
	struct lla_image *copy = copied(image, image->size);
	struct lla_policy policy;
	struct lla_error err = { 0 };

	show(image);
	print_and_compile(image);
	/* As a command line goes on from it. */
	if (!lla_policy_resume(&policy, copy, image->size, image, &err) &&
	    lla_policy_finish(&policy, &err))
		must(err.text[0] ? NULL : "refused without a word");
	free(copy);
}

static void as_image(const uint8_t *data, size_t size)
{
	struct lla_image *image = copied(data, size);
	struct lla_error err = { 0 };

	if (!lla_image_validate(image, size, &err))
		use(image);
	else
		must(err.text[0] ? NULL : "refused without a word");
	free(image);
}

static void as_signed_image(const uint8_t *data, size_t size)
{
	struct lla_image *image;
	struct lla_error err = { 0 };

	size &= ~(size_t)7;
	if (size < sizeof(*image))
		return;
	image = copied(data, size);
	memcpy(image->magic, LLA_IMAGE_MAGIC, sizeof(image->magic));
	image->version = LLA_IMAGE_VERSION;
	image->size = (uint32_t)size;
	image->checksum = lla_image_checksum(image);
	if (!lla_image_validate(image, size, &err))
		use(image);
	free(image);
}

/* Each three bytes are a place and what is done to it; the first changes the length.
 * The checksum is left alone: who changes that too has signed his change. */
static void as_changes(const uint8_t *data, size_t size)
{
	size_t len = honest->size;
	const size_t sum = offsetof(struct lla_image, checksum);
	struct lla_image *image;
	struct lla_error err = { 0 };

	if (!size)
		return;
	if (data[0] > 128)
		len -= data[0] % 128U;
	image = copied(honest, len);
	for (size_t i = 1; i + 2 < size; i += 3) {
		size_t at = (data[i] + 256U * data[i + 1]) % len;

		if (at < sum || at >= sum + sizeof(image->checksum))
			((uint8_t *)image)[at] ^= data[i + 2];
	}
	if (!lla_image_validate(image, len, &err) &&
	    (len != honest->size || memcmp(image, honest, len) != 0))
		must("a change was not seen");
	free(image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	as_image(data, size);
	as_signed_image(data, size);
	as_changes(data, size);
	return 0;
}
