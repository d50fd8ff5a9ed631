/** Script-tag door: `<script async src=".../inkling.js" data-catalog="..."></script>`, evaluated as a classic script. */
import { installGlobal } from "./page/script-tag.ts";

// Only now does the document know which script is running.
installGlobal(document.currentScript);
