"""Keeps variables of the environment from misleading git; light, because every run begins with it."""

from collections.abc import MutableMapping

# These would point git at another repository or index, or at programs that the user did not choose.
# Author and committer, GIT_CONFIG_GLOBAL and GIT_CONFIG_NOSYSTEM stay: they are the user's settings.
MISLEADING = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_EXTERNAL_DIFF",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
)


def clean_environment(env: MutableMapping[str, str]) -> None:
    """Remove the variables that would mislead git, such as those it sets for its hooks."""
    for name in MISLEADING:
        env.pop(name, None)
