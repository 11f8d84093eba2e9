import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { generate } from "/shared/vendor/lean-qr.js";
import { answered, asText, need, same, sorted } from "../../kiosk/static/case.js";

const file = new URL("../case_examples.json", import.meta.url);
const examples = JSON.parse(readFileSync(file, "utf-8"));

test("an answer decides, and what nobody knows stays open, as paper has it", () => {
  assert.ok(examples.length > 8);
  for (const { why, answers, need: expected, ...paper } of examples) {
    assert.equal(need(paper, answers), expected, why);
  }
});

const always = { name: "form", condition: null, question: null, needed_if: true };
const proxy = { name: "authority", condition: "khi ủy quyền", question: "proxy", needed_if: true };
const card = { name: "card", condition: "chưa có VNeID", question: "vneid", needed_if: false };
const note = { name: "other", condition: "nếu có", question: null, needed_if: true };
const papers = [always, proxy, card, note];

/** @param {import("../../kiosk/static/case.js").Answers} answers */
function told(answers) {
  const { wanted, spared, open } = sorted(papers, answers);
  return [wanted.map((one) => one.name).join(), spared.map((one) => one.name).join(), open];
}

test("the list keeps its order, loses what is not needed, and counts what depends", () => {
  assert.deepEqual(told({}), ["form,authority,card,other", "", 3]);
  assert.deepEqual(told({ proxy: true }), ["form,authority,card,other", "", 2]);
  assert.deepEqual(told({ proxy: false, vneid: true }), ["form,other", "authority,card", 1]);
});

test("an answer can be changed, and taken back by the same touch", () => {
  assert.deepEqual(answered({}, "proxy", false), { proxy: false });
  assert.deepEqual(answered({ proxy: false, vneid: true }, "proxy", true), {
    proxy: true,
    vneid: true,
  });
  assert.deepEqual(answered({ proxy: false, vneid: true }, "proxy", false), { vneid: true });
});

test("other answers are another list", () => {
  assert.equal(same({}, {}), true);
  assert.equal(same({ proxy: true, vneid: false }, { vneid: false, proxy: true }), true);
  assert.equal(same({ proxy: true }, { proxy: false }), false);
  assert.equal(same({ proxy: false }, {}), false);
  assert.equal(same({ proxy: false }, { vneid: false }), false);
});

test("as text a list has every paper and when it is needed, and facts as far as there is room", () => {
  const form = { name: "Tờ khai", copies: "1 bản chính", condition: null };
  const proxy = { name: "Giấy ủy quyền", copies: "1 bản chính", condition: "khi ủy quyền" };
  const book = { name: "Sổ", copies: "", condition: null };
  assert.equal(
    asText("Khai sinh", [form, proxy, book], ["Lệ phí: không"]),
    [
      "Khai sinh",
      "- Tờ khai (1 bản chính)",
      "- Giấy ủy quyền (1 bản chính) – khi ủy quyền",
      "- Sổ",
      "Lệ phí: không",
    ].join("\n"),
  );
  const long = Array.from({ length: 40 }, (_, n) => ({ ...book, name: `Giấy tờ thứ ${n}` }));
  const text = asText("Khai sinh", long, ["x".repeat(600)]);
  assert.equal(text.split("\n").length, 41);
  assert.equal(asText("Khai sinh", [...long, ...long, ...long], []), "");
});

test("the longest list makes a code of 117 squares in a row, and nothing longer is one", () => {
  const [longest, longer] = ["ế".repeat(424), "ế".repeat(425)];
  assert.equal(generate(asText(longest, [], [])).size, 117);
  assert.equal(asText(longer, [], []), "");
  assert.equal(generate(longer).size, 121);
});
