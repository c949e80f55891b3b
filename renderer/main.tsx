import '@fontsource-variable/inter';
import './ui/fonts.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { language } from './text/language.ts';
import { isMac } from './ui/media.ts';
import './ui/theme.css';
import './ui/base.css';

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');
document.documentElement.lang = language;
// macOS draws its bars over the page, or as the user set them.
document.documentElement.dataset['bars'] = isMac ? 'system' : 'own';
createRoot(root).render(
  <StrictMode>
    <App bridge={window.portside} />
  </StrictMode>,
);
