import { serve } from "./engine.here.ts";

/** The engine as a classic script, which nothing can be exported from. */
serve(self, true);
