/* SPDX-License-Identifier: ISC */
/*
 * The policy that a command line asks for: a config, options on top of it, or
 * the environment. Owns the image and every problem that was found.
 */
#ifndef LLA_REQUEST_H
#define LLA_REQUEST_H

#include "core/file.h"
#include "core/keys.h"
#include "fleet/programs.h"

#include <getopt.h>

/* One key from the command line. */
struct lla_option {
	enum lla_key key;
	const char *value;
};

struct lla_request {
	const char *config; /* --config; NULL: none */
	struct lla_option *options;
	size_t option_count;
	bool verbose;

	struct lla_policy policy; /* its image is valid after lla_request_load() */
	void *memory;
	struct lla_problems problems;
	/* Gets the program sections of a text. NULL: a text has none, but for the system
	 * config, of which then only the rest counts. */
	struct lla_programs *programs;
	bool no_policy;         /* the text has sections and nothing else */
	struct lla_stamp stamp; /* of the text that was read */
	bool expanded;          /* the text has ${VAR}: what it means depends on the environment */
};

/* getopt_long's tables: every key of the language, then `own`. Values of own
 * options must be below LLA_OPTION_KEY; short options are the caller's. */
#define LLA_OPTION_KEY 1000
const struct option *lla_request_options(const struct option *own);

/* Takes the option that getopt_long() returned. False: it is none of the keys. */
bool lla_request_option(struct lla_request *request, int option, const char *value);
void lla_request_add(struct lla_request *request, enum lla_key key, const char *value);

/* Each makes a finished image, or returns -1 with the problems filled. */
int lla_request_load(struct lla_request *request); /* config and options, else the environment */
int lla_request_read(struct lla_request *request,
		     const char *path); /* a text or a compiled policy */
int lla_request_words(struct lla_request *request, const char *words);

void lla_request_free(struct lla_request *request);

/* Says every problem on stderr, a line each; or, for a reader who gets one line,
 * the first and how many there are. */
void lla_request_report(const struct lla_request *request);
void lla_request_report_first(const struct lla_request *request);

/* Adds err as a problem and returns -1. */
int lla_request_failed(struct lla_request *request, const struct lla_error *err);

#endif
