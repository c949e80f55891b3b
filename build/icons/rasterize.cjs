// Runs inside Electron: draws each SVG of the job list at each wished size and writes what came out as JSON.
// electron rasterize.cjs <jobs.json> <results.json>
const { readFileSync, writeFileSync } = require('node:fs');
const { app, BrowserWindow } = require('electron');

/** Runs inside the page. A canvas keeps alpha exact and needs no window on a screen. */
async function draw(svg, size) {
  const image = new Image();
  image.src = `data:image/svg+xml;base64,${btoa(unescape(encodeURIComponent(svg)))}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, size, size);
  let rgba = '';
  for (const byte of context.getImageData(0, 0, size, size).data) rgba += String.fromCharCode(byte);
  return { size, png: canvas.toDataURL('image/png').split(',')[1], rgba: btoa(rgba) };
}

async function run(jobsFile, resultsFile) {
  await app.whenReady();
  const page = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  await page.loadURL('data:text/html,');
  const results = [];
  for (const { svg, size } of JSON.parse(readFileSync(jobsFile, 'utf8'))) {
    const call = `(${draw.toString()})(${JSON.stringify(svg)}, ${size})`;
    results.push(await page.webContents.executeJavaScript(call));
  }
  writeFileSync(resultsFile, JSON.stringify(results));
  app.quit();
}

const [jobsFile, resultsFile] = process.argv.filter((argument) => argument.endsWith('.json'));
run(jobsFile, resultsFile).catch((error) => {
  console.error(error);
  app.exit(1);
});
