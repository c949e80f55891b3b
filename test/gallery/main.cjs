/** A window and nothing else: what it shows comes from the test that drives it. */
const { app, BrowserWindow } = require('electron');

app.on('window-all-closed', () => app.quit());
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1120, height: 700, useContentSize: true, autoHideMenuBar: true });
  return window.loadURL('about:blank');
});
