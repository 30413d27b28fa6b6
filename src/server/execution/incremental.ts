import type { ApolloServerOptions, BaseContext } from "@apollo/server";
import { DirectiveLocation, GraphQLBoolean, GraphQLDirective, GraphQLNonNull, GraphQLString } from "graphql";

type ExecuteIncrementally = NonNullable<ApolloServerOptions<BaseContext>["legacyExperimentalExecuteIncrementally"]>;

/** graphql-js 16 leaves `@defer` to others; the definition is that of the proposal. */
export const DEFER_DIRECTIVE = new GraphQLDirective({
  name: "defer",
  description:
    "Lets the fields of this fragment come later, so that a slow source does not hold the others up. Takes effect for " +
    "callers that accept `multipart/mixed; deferSpec=20220824`, as Apollo Client and urql do; others get everything at once.",
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: {
      type: new GraphQLNonNull(GraphQLBoolean),
      defaultValue: true,
      description: "Whether the fragment is deferred.",
    },
    label: { type: GraphQLString, description: "A name for the part, to tell it from others." },
  },
});

/** The form in which parts are sent, of which there are several: the one that both clients read. */
export const MULTIPART = "multipart/mixed; deferSpec=20220824";

/**
 * Executes an operation whose answer may come in parts. Loaded when the first caller can take parts.
 *
 * Version 1 of this executor gives the parts in the form of the 2022 proposal, which is the one that Apollo Server asks
 * of this hook; version 2 and later number the parts, which clients of that form cannot read.
 */
export const executeIncrementally: ExecuteIncrementally = async (args) => {
  const { execute } = await import("@graphql-tools/executor");
  return (await execute(args as Parameters<typeof execute>[0])) as Awaited<ReturnType<ExecuteIncrementally>>;
};

/**
 * Whether a caller takes an answer in parts. A bare `multipart/mixed`, as urql sends it, means the form of 2022; a caller
 * that names only another form gets the whole at once.
 */
export function takesParts(accept: string | undefined): boolean {
  if (!accept?.includes("multipart/mixed")) return false;
  return accept.split(",").some((range) => {
    const [type, ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    if (type !== "multipart/mixed") return false;
    const form = parameters.find((parameter) => /^(deferspec|incrementalspec|subscriptionspec)=/.test(parameter));
    return form === undefined || /^deferspec="?20220824"?$/.test(form);
  });
}
