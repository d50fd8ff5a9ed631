import { describe, expect, test } from "vitest";
import { readDataset } from "../../lab/data/dataset.ts";
import type { DataFile } from "../../lab/data/file.ts";
import { readProducts } from "../../lab/data/products.ts";
import { readSequences } from "../../lab/data/sequences.ts";
import { readTest, readTraining } from "../../lab/data/sessions.ts";

const file = (text: string, name = "some.txt"): DataFile => ({ name, bytes: new TextEncoder().encode(text) });

describe("sequences", () => {
  test("lines of a user and items", () => {
    expect(readSequences(file("1 7 8 9\r\n2  5\n\n3\n"))).toEqual([["7", "8", "9"], ["5"], []]);
  });

  test("RecBole interactions, by time, equal times by row", () => {
    const text =
      "user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\ta\t3\t30\n2\tx\t1\t5\n1\tb\t4\t10\n1\tc\t1\t30\n";
    expect(readSequences(file(text))).toEqual([["b", "a", "c"], ["x"]]);
  });

  test("a RecBole file without items is refused by its name", () => {
    expect(() => readSequences(file("user_id:token\tmovie:token\n1\t2\n", "x.inter"))).toThrow(
      /x\.inter has no column item_id/,
    );
  });

  test("a time that is none is refused by its line", () => {
    const text = "user_id:token\titem_id:token\ttimestamp:float\n1\ta\t30\n1\tb\tsoon\n";
    expect(() => readSequences(file(text, "x.inter"))).toThrow(/x\.inter, line 3: the time is no number/);
  });
});

describe("sessions", () => {
  test("train and test lines", () => {
    expect(readTraining([file("1 2 2\n3\n")])).toEqual([["1", "2", "2"], ["3"]]);
    expect(readTest([file("1 2 | 3\n4 | 4\n")])).toEqual([
      { shopper: 0, history: ["1", "2"], target: "3" },
      { shopper: 1, history: ["4"], target: "4" },
    ]);
  });

  test("tables: sessions by id in time order, asked at every step", () => {
    const table = file("SessionId\tItemId\tTime\n1\tb\t20.5\n2\tx\t1\n1\ta\t10\n1\tc\t30\n");
    expect(readTraining([table])).toEqual([["a", "b", "c"], ["x"]]);
    expect(readTest([table])).toEqual([
      { shopper: 0, history: ["a"], target: "b" },
      { shopper: 0, history: ["a", "b"], target: "c" },
    ]);
  });

  test("several files are one set, and their shoppers stay apart", () => {
    expect(readTraining([file("1 2\n"), file("3 4\n")])).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
    const shoppers = readTest([file("1 | 2\n"), file("1 | 2\n")]).map(({ shopper }) => shopper);
    expect(new Set(shoppers).size).toBe(2);
  });

  test.each(["1 2 3", "| 3", "1 |", "1 | 2 3", "1 | 2 | 3"])("%s is no question", (line) => {
    expect(() => readTest([file(`1 | 2\n${line}\n`, "test.txt")])).toThrow(/test\.txt, line 2 is no question/);
  });
});

describe("products", () => {
  test("a product feed", () => {
    const [product] = readProducts(file('{"id": "1", "title": "Nail file", "attributes": ["a1"]}\n', "items.jsonl"));
    expect(product).toMatchObject({ id: "1", title: "Nail file", attributes: [{ value: "a1" }] });
  });

  test("a RecBole item file", () => {
    const text =
      "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\tlength:float\n1\tToy Story\t1995\tAnimation Comedy\t81\n2\tUnknown\t\t\t\n";
    const [first, second] = readProducts(file(text));
    expect(first).toMatchObject({
      id: "1",
      title: "Toy Story",
      attributes: [
        { name: "release_year", value: "1995" },
        { name: "class", value: "Animation" },
        { name: "class", value: "Comedy" },
      ],
    });
    expect(second).toMatchObject({ id: "2", title: "Unknown", attributes: [] });
  });

  test("without a feed, every id of the files is a product", () => {
    const none = { items: undefined, sequences: undefined };
    const dataset = readDataset({ ...none, train: [file("1 2\n")], test: [file("1 3 | 4\n")] }, "test");
    expect(dataset.products.map(({ id }) => id).toSorted()).toEqual(["1", "2", "3", "4"]);
  });
});

test("a dataset that asks nothing is refused", () => {
  const files = { items: undefined, sequences: file("1 7 8\n2 9\n"), train: [], test: [] };
  expect(() => readDataset(files, "test")).toThrow(/ask nothing/);
});
