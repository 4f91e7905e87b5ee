// Runs Lighthouse on pages, all in one browser, and prints for each what is less than perfect.
//
//     CHROME_PATH=… node lighthouse.mjs URL…

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const options = {
  onlyCategories: ["accessibility", "best-practices", "seo"],
  formFactor: "mobile",
  disableFullPageScreenshot: true,
};
const chrome = await launch({ chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu"] });
try {
  for (const url of process.argv.slice(2)) {
    const { lhr } = await lighthouse(url, { ...options, port: chrome.port });
    const scores = Object.fromEntries(Object.values(lhr.categories).map((one) => [one.id, one.score]));
    // What a category counts; the other audits are remarks without weight.
    const counted = new Set(Object.values(lhr.categories).flatMap((one) => one.auditRefs.map((ref) => ref.id)));
    const faults = Object.values(lhr.audits)
      .filter((audit) => counted.has(audit.id) && (audit.score === 0 || audit.scoreDisplayMode === "error"))
      .map((audit) => {
        const places = (audit.details?.items ?? []).map((item) => item.node?.snippet ?? item.description ?? item.url);
        return [audit.id, audit.errorMessage ?? audit.explanation ?? audit.title, ...places].join(": ");
      });
    console.log(JSON.stringify({ url: lhr.finalDisplayedUrl, error: lhr.runtimeError?.message ?? "", scores, faults }));
  }
} finally {
  await chrome.kill();
}
