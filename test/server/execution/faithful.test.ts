import { describe, expect, it } from "@jest/globals";
import { parse } from "graphql";
import { delicateVariables, isFaithful } from "../../../src/server/execution/faithful.js";

describe("The compiled form of an operation is trusted", () => {
  it.each([
    ["when nothing is left out", "{ item { id } item { name } ...F ...F } fragment F on Query { other { id } }"],
    ["when nothing is merged", "{ item @skip(if: true) { id } other { id } }"],
    ["when only leaves are merged", "{ item { id @skip(if: true) id } }"],
    ["when a name comes again elsewhere", "{ item { next { id } } other { next @include(if: false) { id } } }"],
  ])("%s: %s", (_when, query) => expect(isFaithful(parse(query), null)).toBe(true));

  it.each([
    ["one of two merged fields may be left out", "{ item { id } item @skip(if: true) { name } }"],
    ["it may be in a fragment", "{ item { id } ...F @skip(if: true) } fragment F on Query { item { name } }"],
    ["it may be deeper", "{ list { item { id } ... @include(if: false) { item { name } } } }"],
    [
      "a fragment may be left out at one of its places",
      "{ ... @skip(if: true) { ...F } ...F } fragment F on Query { id }",
    ],
  ])("but not when %s: %s", (_when, query) => expect(isFaithful(parse(query), null)).toBe(false));
});

describe("Variables that the compiled form would misread", () => {
  it.each([
    ["a condition that may be null", "query($a: Boolean = true) { id @skip(if: $a) }", ["a"]],
    ["a field of an input object that may be left out", "query($a: Int, $b: Int!) { id(in: {x: $a, y: $b}) }", ["a"]],
    ["an item of a list that may be null", "query($a: ID = 1) { id(in: [$a]) }", ["a"]],
    ["none of the others", "query($a: ID, $b: Boolean!) { id(in: $a) @skip(if: $b) }", []],
  ])("are %s: %s", (_what, query, names) => expect(delicateVariables(parse(query), null)).toEqual(names));
});
