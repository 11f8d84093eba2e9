/** Lets Node find the modules that pages load from `/shared/…`. Use: node --import this --test … */

import { register } from "node:module";

const root = new URL("../../queue_server/runtime/web/", import.meta.url).href;
const hook = `export function resolve(name, context, next) {
  return next(name.startsWith("/shared/") ? ${JSON.stringify(root)} + name.slice(8) : name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
