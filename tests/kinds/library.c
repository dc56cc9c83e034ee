/* SPDX-License-Identifier: ISC */
/* A library whose constructor starts a thread, which lives until finish() is called. */
#include "tell.h"

#include <pthread.h>

static pthread_mutex_t lives = PTHREAD_MUTEX_INITIALIZER;
static pthread_t thread;

static void *ask(void *unused)
{
	tell("thread");
	pthread_mutex_lock(&lives);
	return unused;
}

__attribute__((constructor)) static void start(void)
{
	tell("constructor");
	pthread_mutex_lock(&lives);
	if (pthread_create(&thread, NULL, ask, NULL))
		_exit(98);
}

void finish(void);
void finish(void)
{
	pthread_mutex_unlock(&lives);
	pthread_join(thread, NULL);
}
