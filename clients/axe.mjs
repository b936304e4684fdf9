// Opens pages in Chromium and prints what axe finds in them, as a JSON list: for each file how many rules passed, and
// its violations with rule, impact, help and places.
//   node clients/axe.mjs NODE_MODULES CHROMIUM FILE..
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, chromium, ...files] = process.argv.slice(2);
if (files.length === 0) {
  console.error("node axe.mjs NODE_MODULES CHROMIUM FILE..");
  process.exit(2);
}
const require = createRequire(join(modules, "here.js"));
const puppeteer = require("puppeteer-core");
const axeCore = require.resolve("axe-core");
// WCAG up to 2.2, levels A and AA, and what axe's makers recommend beside it.
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function violationsOf(browser, file) {
  const address = pathToFileURL(file).href;
  const page = await browser.newPage();
  // A report is one file: whatever it asks for beside itself is a finding, too.
  const asked = [];
  page.on("request", (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith("data:")) asked.push(url);
  });
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(address, { waitUntil: "load" });
  await page.addScriptTag({ path: axeCore });
  const found = await page.evaluate(
    (values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    RULES,
  );
  await page.close();
  const violations = found.violations.map(({ id, impact, help, nodes }) => ({
    id,
    impact,
    help,
    places: nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
  }));
  if (asked.length > 0) {
    violations.push({ id: "asks-for-more", impact: "critical", help: "It must be whole in itself", places: asked });
  }
  return { file, passed: found.passes.length, violations };
}

// Chromium's own sandbox needs rights that containers don't give; the pages are ours and ask for nothing.
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const all = [];
  for (const file of files) all.push(await violationsOf(browser, file));
  console.log(JSON.stringify(all, null, 2));
} finally {
  await browser.close();
}
