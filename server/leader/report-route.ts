import type { FastifyInstance } from "fastify";
import { ANSWERS, answerBytes } from "../../src/core/protocol/answer.ts";
import { MAX_REPORT_BYTES } from "../../src/core/protocol/bounds.ts";
import { bodyOf } from "../http/app.ts";
import { json } from "../http/public.ts";
import { TEXT } from "../text.ts";
import type { Intake } from "./intake.ts";

const ANSWERED = { type: "object", properties: { answer: { type: "string", enum: ANSWERS } } };
const RESPONSES = { 200: ANSWERED, 429: ANSWERED };

/** Where devices send their reports. */
export function reportRoute(app: FastifyInstance, intake: Intake): void {
  app.post(
    "/v1/reports",
    {
      bodyLimit: MAX_REPORT_BYTES,
      schema: {
        summary: "Send a sealed report; the answer says all there is to know of it",
        consumes: ["application/octet-stream"],
        body: { type: "string", format: "binary" },
        response: RESPONSES,
      },
      // Too much, or not bytes at all: no different from any other report that is none.
      errorHandler: (error, _request, reply) => {
        const [status, answer] =
          error.statusCode === 429 ? ([429, "retry-later"] as const) : ([200, "rejected"] as const);
        return json(reply.code(status), answerBytes(answer, TEXT), "no-store");
      },
    },
    async (request, reply) => {
      const answer = await intake.take(bodyOf(request));
      return json(reply, answerBytes(answer, TEXT), "no-store");
    },
  );
}
