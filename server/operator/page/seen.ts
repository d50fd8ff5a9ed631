import type { Overview, TaskOverview } from "../api.ts";
import type { TaskModels } from "../models-api.ts";

/** What the server said last, of one task. */
export interface Seen {
  readonly overview: Overview;
  readonly task: TaskOverview;
  readonly models: TaskModels;
}
