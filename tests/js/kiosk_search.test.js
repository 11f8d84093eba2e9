import assert from "node:assert/strict";
import { test } from "node:test";
import { find, fold, pageOf } from "../../kiosk/static/search.js";

/**
 * @param {string} name
 * @param {string[]} keys
 * @returns {import("../../kiosk/static/types.js").Procedure}
 */
function aProcedure(name, keys = [], code = "1.000001") {
  return /** @type {any} */ ({ id: name, name, code, search_keys: keys });
}

const birth = aProcedure("Đăng ký khai sinh", ["lam giay khai sinh"], "1.001193");
const again = aProcedure("Đăng ký lại khai sinh");
const copies = aProcedure("Chứng thực bản sao từ bản chính", ["sao y", "cong chung"]);
const all = [again, copies, birth];
const names = (/** @type {string} */ query) => find(all, query).found.map((one) => one.name);

test("accents, capitals and composed or loose marks do not matter", () => {
  assert.equal(fold("ĐĂNG KÝ"), "dang ky");
  assert.equal(fold("đường".normalize("NFD")), "duong");
  assert.deepEqual(names("KHAI SINH"), names("khai sinh"));
  assert.deepEqual(names("đăng ký khai sinh"), ["Đăng ký khai sinh", "Đăng ký lại khai sinh"]);
});

test("every word has to be there", () => {
  assert.deepEqual(names("khai sinh ban sao"), []);
  assert.deepEqual(names("sinh ky"), ["Đăng ký lại khai sinh", "Đăng ký khai sinh"]);
});

test("everyday names and codes find the procedure", () => {
  assert.deepEqual(names("sao y"), [copies.name]);
  assert.deepEqual(names("công chứng"), [copies.name]);
  assert.deepEqual(names("1.001193"), [birth.name]);
});

test("words are found from their beginning while they are being typed", () => {
  assert.deepEqual(names("chung th"), [copies.name]);
  assert.deepEqual(names("ung b"), []);
});

test("a slip is forgiven where nothing is named so, and it is said", () => {
  const near = { found: [copies], near: true };
  assert.deepEqual(find(all, "chnug thuc"), near);
  assert.deepEqual(find(all, "chung thucc"), near);
  assert.deepEqual(find(all, "cong chng"), near);
  assert.deepEqual(find(all, "khai snh"), { found: [again, birth], near: true });
  assert.deepEqual(find(all, "kai snh"), { found: [], near: true }); // two in six letters
  assert.deepEqual(find(all, "chinh tu bna sao chung thuc"), near);
  assert.deepEqual(find(all, "sao y"), { found: [copies], near: false });
});

test("spaces that are missing or too many do not matter", () => {
  assert.deepEqual(names("congchung"), [copies.name]);
  assert.deepEqual(names("khaisi"), [again.name, birth.name]);
  assert.deepEqual(names("s ao y"), [copies.name]);
});

test("a whole name with a slip comes before its words here and there", () => {
  const scattered = aProcedure("Tục lệ chung");
  const meant = aProcedure("Chứng thực");
  assert.deepEqual(find([scattered, meant], "chung tuc"), {
    found: [meant, scattered],
    near: true,
  });
  assert.deepEqual(find([scattered, copies], "chung tuc"), { found: [scattered], near: false });
});

test("the whole phrase comes before scattered words", () => {
  assert.deepEqual(names("dang ky khai")[0], birth.name);
});

test("nothing asked is nothing found", () => {
  assert.deepEqual(names(""), []);
  assert.deepEqual(names("  - "), []);
});

test("a list is shown page by page and a page that is gone is the last one", () => {
  const list = [1, 2, 3, 4, 5, 6, 7];
  assert.deepEqual(pageOf(list, 0, 6), { rows: [1, 2, 3, 4, 5, 6], page: 0, pages: 2 });
  assert.deepEqual(pageOf(list, 1, 6), { rows: [7], page: 1, pages: 2 });
  assert.deepEqual(pageOf(list, 9, 6).page, 1);
  assert.deepEqual(pageOf([], 0, 6), { rows: [], page: 0, pages: 1 });
});
