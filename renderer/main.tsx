import '@fontsource-variable/inter';
import './ui/fonts.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { language } from './text/language.ts';
import './ui/theme.css';
import './ui/base.css';

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');
document.documentElement.lang = language;
createRoot(root).render(
  <StrictMode>
    <App bridge={window.portside} />
  </StrictMode>,
);
