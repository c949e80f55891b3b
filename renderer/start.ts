import './ui/theme.css';
import './ui/base.css';
import './workspace.css';
import './projects/sidebar.css';
import './projects/page-header.css';
import './projects/details.css';

/** Once the outline in `index.html` is drawn, all the rest: compiling it takes as long as all that comes before. */
requestAnimationFrame(() => void import('./main.tsx'));
