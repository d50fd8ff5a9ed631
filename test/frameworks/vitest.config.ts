import { defaultServerConditions } from "vite";
import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Not one of the projects of `npm test`: it needs packages that are fetched for it alone, and minutes of its own. */
const config: ViteUserConfig = defineConfig({
  ssr: { resolve: { conditions: ["inkling-source", ...defaultServerConditions] } },
  test: { name: "frameworks", include: ["test/frameworks/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000 },
});
export default config;
