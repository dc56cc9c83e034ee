/* SPDX-License-Identifier: ISC */
/* A C++ program whose static object asks before main. */
#include "tell.h"

#include <string>

namespace
{
struct asking {
	explicit asking(const std::string &who)
	{
		tell(who.c_str());
	}
};

const asking object("constructor");
} // namespace

int main()
{
	asking("main");
	return 0;
}
