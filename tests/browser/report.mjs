// Opens reports from disk in a real browser: reads, filters, sorts, follows links, and asks axe-core for violations of WCAG 2.2 AA.
// node report.mjs REPORT.html...   The environment names the browser (CHROMIUM) and, if wanted, a folder for screenshots (SCREENSHOTS).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});

/** Opens a report and notes every complaint and every request that leaves the page. */
async function open(file, options) {
  const context = await browser.newContext({ bypassCSP: false, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => request.url().split("#")[0] !== pathToFileURL(file).href && request.url() !== "about:blank" && wrong.push("request " + request.url()));
  page.on("dialog", (dialog) => (wrong.push("dialog"), dialog.dismiss()));
  await page.goto(pathToFileURL(file).href);
  return { context, page, wrong };
}

/** What axe-core finds. Its code may run beside the page's own policy only in a context of its own. */
async function violations(file, colorScheme, width) {
  const { context, page } = await open(file, { bypassCSP: true, colorScheme, viewport: { width, height: 1000 } });
  await page.evaluate(() => document.querySelectorAll("details").forEach((box, i) => (box.open = i % 7 === 0)));
  await page.evaluate(axe);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), tags);
  await context.close();
  return found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)}`);
}

async function reading(file) {
  const { context, page, wrong } = await open(file, { viewport: { width: 1400, height: 1000 } });
  const rows = page.locator("#quote-table tbody tr");
  if ((await rows.count()) > 0) {
    // Filter: what is typed leaves the rows that have it.
    const all = await rows.count();
    const speaker = (await rows.first().locator("td").first().innerText()).split(/\s+/).pop();
    await page.fill("#quotes input[type=search]", speaker);
    const left = await page.locator("#quote-table tbody tr:visible").count();
    assert.ok(left > 0 && left <= all);
    for (const text of await page.locator("#quote-table tbody tr:visible").allInnerTexts()) {
      assert.ok(text.toLowerCase().includes(speaker.toLowerCase()), text);
    }
    await page.fill("#quotes input[type=search]", "no such words anywhere");
    assert.equal(await page.locator("#quote-table tbody tr:visible").count(), 0);
    await page.fill("#quotes input[type=search]", "");
    // Sort: up, then down.
    const words = async () => (await page.locator("#quote-table tbody tr td:nth-child(3)").allInnerTexts()).map(Number);
    await page.click("#quote-table th:nth-child(3) button");
    assert.deepEqual(await words(), (await words()).toSorted((a, b) => a - b));
    await page.click("#quote-table th:nth-child(3) button");
    assert.deepEqual(await words(), (await words()).toSorted((a, b) => b - a));
    // A quote opens from the table, and a mention leads to its line.
    const link = page.locator("#quote-table tbody a").first();
    const quote = page.locator(await link.getAttribute("href"));
    assert.equal(await quote.evaluate((box) => box.open), false);
    await link.click();
    await page.waitForFunction((box) => box.open, await quote.elementHandle());
    const mention = quote.locator("td a").first();
    if (await mention.count()) {
      const line = (await mention.getAttribute("href")).slice(1);
      await mention.click();
      await page.waitForFunction((id) => document.getElementById(id).closest("details").open, line);
      assert.ok(await page.locator("#" + line).isVisible());
    }
  }
  // What a cleaning would leave.
  const furniture = page.locator("#articles li.f");
  if (await furniture.count()) {
    await page.evaluate(() => document.querySelectorAll("#articles details").forEach((box) => (box.open = true)));
    const before = await page.locator("#articles li.f:visible").count();
    await page.check("#cleaned");
    assert.ok(before > 0 && (await page.locator("#articles li.f:visible").count()) === 0);
    await page.uncheck("#cleaned");
  }
  // With the keyboard alone the first stop is the way to the content.
  await page.goto("about:blank");
  await page.goto(pathToFileURL(file).href);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  assert.deepEqual(wrong, []);
  await context.close();
  // With scripts off all of it is still there.
  const bare = await open(file, { javaScriptEnabled: false });
  assert.equal(await bare.page.locator("#quote-table tbody tr").count(), await (async () => {
    const again = await open(file, {});
    const count = await again.page.locator("#quote-table tbody tr").count();
    await again.context.close();
    return count;
  })());
  await bare.context.close();
}

let failed = 0;
for (const argument of process.argv.slice(2)) {
  const file = resolve(argument);
  try {
    await reading(file);
    for (const scheme of ["light", "dark"]) {
      for (const width of [400, 1400]) {
        const found = await violations(file, scheme, width);
        assert.deepEqual(found, [], `${scheme}, ${width} pixels`);
        if (process.env.SCREENSHOTS) {
          const { context, page } = await open(file, { colorScheme: scheme, viewport: { width, height: 1400 } });
          const name = `${basename(dirname(file))}-${scheme}-${width}.png`;
          await page.screenshot({ path: join(process.env.SCREENSHOTS, name) });
          await context.close();
        }
      }
    }
    console.log(`${argument}: read, filtered, sorted, followed; no violation`);
  } catch (error) {
    failed += 1;
    console.error(`${argument}: ${error.message}`);
  }
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
