/* SPDX-License-Identifier: ISC */
#include "core/source.h"
#include "core/file.h"
#include "core/keys.h"
#include "core/paths.h"
#include "core/sys.h"
#include "core/variables.h"
#include "core/words.h"

#define SIBLING ".policy"

/* Reads the whole file before it checks a byte of it, so that nobody can change the bytes that
 * were checked. */
static const struct lla_image *read_image(const struct lla_file *file, const char *name,
					  struct lla_memory *memory, struct lla_error *err)
{
	size_t bytes = (size_t)file->stamp.size;
	void *at;
	int got;

	if (file->stamp.size > LLA_IMAGE_MAX) {
		lla_fail(err, "a compiled policy has at most %u bytes", LLA_IMAGE_MAX);
		return NULL;
	}
	at = lla_memory_of(memory, bytes, err);
	if (!at)
		return NULL;
	got = lla_file_read(file->fd, 0, at, bytes);
	if (got) {
		lla_file_failed(name, got, err);
		return NULL;
	}
	return lla_image_validate(at, bytes, err) ? NULL : at;
}

static const struct lla_image *from_fd(int fd, const char *name, struct lla_memory *memory,
				       struct lla_error *err)
{
	const struct lla_image *image = NULL;
	struct lla_file file;
	int got = lla_file_look(fd, &file);

	if (got)
		lla_file_failed(name, got, err);
	else
		image = read_image(&file, name, memory, err);
	lla_sys_close(fd);
	return image;
}

static const struct lla_image *from_tool(const char *config, const char *words,
					 struct lla_helper *helper, struct lla_memory *memory,
					 struct lla_error *err)
{
	int fd = lla_helper_compile(helper, config, words, err);

	if (fd == LLA_TOOL_SAID_IT)
		err->text[0] = '\0';
	return fd < 0 ? NULL : from_fd(fd, "the compiled policy", memory, err);
}

/* Reads the image beside a text, if the text's owner or root made it from exactly this state of
 * the text. Any other image is as if there were none. */
static const struct lla_image *from_sibling(const char *config, struct lla_memory *memory)
{
	size_t len = lla_length(config);
	const struct lla_image *image = NULL;
	struct lla_file text, file;
	struct lla_error ignored;
	/* The image takes the place of its own name, which is not needed once the file is open. */
	char *path = lla_memory_of(memory, len + sizeof(SIBLING), &ignored);

	if (!path || lla_file_look_at(config, &text))
		return NULL;
	lla_copy(path, config, len);
	lla_copy(path + len, SIBLING, sizeof(SIBLING));
	if (lla_file_open(path, &file))
		return NULL;
	if (file.uid == text.uid || file.uid == 0)
		image = read_image(&file, config, memory, &ignored);
	lla_sys_close(file.fd);
	return image && lla_stamp_same(&image->stamp, &text.stamp) ? image : NULL;
}

static bool is_called_compiled(const char *config)
{
	size_t len = lla_length(config), end = sizeof(SIBLING) - 1;

	return len > end && lla_same(config + len - end, end, SIBLING);
}

static int config_failed(const char *config, int got, struct lla_error *err)
{
	if (got == -ENOENT && config == lla_system_config)
		return lla_fail(
			err,
			"no policy: set LANDLOCK_AUTO='rx:/usr ...' or LANDLOCK_AUTO_CONFIG=FILE, or write %q",
			config);
	return lla_file_failed(config, got, err);
}

enum content { UNUSABLE, COMPILED, TEXT };

/* Looks at the file itself. If it is a compiled policy, reads the image. */
static enum content look_into(const char *config, const struct lla_image **image,
			      struct lla_memory *memory, struct lla_error *err)
{
	enum content content = TEXT;
	struct lla_file file;
	int got = lla_file_open(config, &file);

	if (got) {
		config_failed(config, got, err);
		return UNUSABLE;
	}
	err->source = config;
	if (lla_file_is_image(&file)) {
		*image = read_image(&file, config, memory, err);
		content = *image ? COMPILED : UNUSABLE;
	}
	lla_sys_close(file.fd);
	return content;
}

/* The name of the file decides only the order. If the sibling can be taken first, nobody looks
 * into the text. A file with the name of a compiled policy most likely is one, so a look for its
 * sibling would be in vain. */
static const struct lla_image *from_file(const char *config, struct lla_helper *helper,
					 struct lla_memory *memory, struct lla_error *err)
{
	const bool file_first = is_called_compiled(config);
	const struct lla_image *image = file_first ? NULL : from_sibling(config, memory);

	if (image)
		return image;
	switch (look_into(config, &image, memory, err)) {
	case UNUSABLE: return NULL;
	case COMPILED: return image;
	case TEXT: break;
	}
	if (file_first)
		image = from_sibling(config, memory);
	return image ? image : from_tool(config, NULL, helper, memory, err);
}

static const struct lla_image *from_words(const char *words, struct lla_helper *helper,
					  struct lla_memory *memory, struct lla_error *err)
{
	size_t bytes = lla_policy_words_bound(words);
	struct lla_policy policy;
	void *at = lla_memory_of(memory, bytes, err);
	int got;

	if (!at)
		return NULL;
	err->source = LLA_VARIABLE_WORDS;
	if (lla_policy_begin(&policy, at, bytes, err->source, err))
		return NULL;
	got = lla_policy_words(&policy, words, err);
	if (got == LLA_NEEDS_TOOL)
		return from_tool(NULL, words, helper, memory, err);
	if (got || lla_policy_check(&policy, err))
		return NULL;
	return policy.image;
}

/* The program that started this one has opened the descriptor for us. */
static const struct lla_image *from_fd_variable(const char *number, struct lla_memory *memory,
						struct lla_error *err)
{
	unsigned long fd;

	err->source = LLA_VARIABLE_FD;
	if (lla_number(number, lla_length(number), INT32_MAX, &fd))
		return from_fd((int)fd, "the descriptor", memory, err);
	lla_fail(err, "'%q' is no number of a descriptor", number);
	return NULL;
}

static const struct lla_image *from_config_variable(const char *config, struct lla_helper *helper,
						    struct lla_memory *memory,
						    struct lla_error *err)
{
	err->source = LLA_VARIABLE_CONFIG;
	if (*config)
		return from_file(config, helper, memory, err);
	lla_fail(err, "is empty; set it to the path of a policy");
	return NULL;
}

const struct lla_image *lla_source_options(struct lla_helper *helper, struct lla_memory *memory,
					   struct lla_error *err)
{
	return from_tool(NULL, NULL, helper, memory, err);
}

const struct lla_image *lla_source_image(const struct lla_source *source, struct lla_helper *helper,
					 struct lla_memory *memory, struct lla_error *err)
{
	lla_error_clear(err);
	if (!!source->words + !!source->config + !!source->fd > 1) {
		lla_fail(
			err,
			"more than one of LANDLOCK_AUTO, LANDLOCK_AUTO_CONFIG and LANDLOCK_AUTO_FD is "
			"set; unset all but one");
		return NULL;
	}
	if (source->words)
		return from_words(source->words, helper, memory, err);
	if (source->config)
		return from_config_variable(source->config, helper, memory, err);
	if (source->fd)
		return from_fd_variable(source->fd, memory, err);
	return from_file(lla_system_config, helper, memory, err);
}
