import { type CAC, type Command, cac } from "cac";
import { InklingError } from "../src/core/errors.ts";
import { VERSION } from "../src/core/version.ts";
import { BUILD_FLAGS } from "./build-flags.ts";
import { DOCTOR_FLAGS } from "./doctor-flags.ts";
import { EPSILON_FLAGS } from "./epsilon-flags.ts";
import { EVAL_FLAGS } from "./eval-flags.ts";
import { FEDERATED_FLAGS } from "./federated-flags.ts";
import { namedStdin } from "./files.ts";
import { SERVE_FLAGS } from "./serve-flags.ts";
import { SIMULATE_FLAGS } from "./simulate-flags.ts";

/** Exit code when nothing was done: a wrong call, input that cannot be used, or a defect of our own. */
const REFUSED = 2;

type Flags = readonly (readonly [flag: string, meaning: string])[];

/** Runs `inkling` with these arguments (`process.argv`) and answers its exit code. It never throws. */
export async function command(argv: readonly string[]): Promise<number> {
  const cli = declared(argv);
  try {
    cli.parse(namedStdin(argv), { run: false });
    if (cli.matchedCommand !== undefined) return await cli.runMatchedCommand();
    return unmatched(cli, argv);
  } catch (error) {
    return refused(error, cli.matchedCommandName);
  }
}

/** Each command's code is loaded when it runs. */
function declared(argv: readonly string[]): CAC {
  const cli = cac("inkling").help().version(VERSION);
  withFlags(
    cli.command("build <feed>", "Compile a product feed into a catalogue; - reads it from standard input"),
    BUILD_FLAGS,
  )
    .usage("build <feed> -o <folder> [options]")
    .example("  inkling build feed.xml -o public/catalogue --history orders.csv")
    .example("  inkling build feed.xml -o public/catalogue --live")
    .action(async (feed: unknown, flags: Readonly<Record<string, unknown>>) => {
      const { build } = await import("./build.ts");
      return build(feed, flags, argv);
    });
  withFlags(cli.command("eval", "Measure ranking quality on a dataset"), EVAL_FLAGS).action(async (flags) => {
    const { evaluate } = await import("./eval.ts");
    return evaluate(flags);
  });
  withFlags(cli.command("simulate [feed]", "Try the ranking on made-up shoppers, or learning together on sequences"), [
    ...SIMULATE_FLAGS,
    ...FEDERATED_FLAGS,
  ]).action(async (feed: unknown, flags: Readonly<Record<string, unknown>>) => {
    const { simulate } = await import("./simulate.ts");
    return simulate(feed, flags);
  });
  withFlags(cli.command("epsilon", "Say what noise is worth in differential privacy"), EPSILON_FLAGS)
    .example("  inkling epsilon --noise-multiplier 1 --participations 5 --delta 1e-6")
    .example("  inkling epsilon --epsilon 2")
    .action(async (flags) => {
      const { epsilon } = await import("./epsilon.ts");
      return epsilon(flags);
    });
  withFlags(cli.command("serve", "Run the aggregation servers that devices report to"), SERVE_FLAGS)
    .example("  inkling serve --origin https://shop.example")
    .action(async (flags: Readonly<Record<string, unknown>>) => {
      const { serve } = await import("./serve.ts");
      return serve(flags);
    });
  withFlags(
    cli.command("doctor <url>", "Open a page in a browser and say what keeps Inkling from working there"),
    DOCTOR_FLAGS,
  )
    .example("  inkling doctor https://shop.example/shoes")
    .action(async (url: unknown, flags: Readonly<Record<string, unknown>>) => {
      const { doctor } = await import("./doctor.ts");
      return doctor(url, flags);
    });
  return cli;
}

function withFlags(command: Command, flags: Flags): Command {
  for (const [flag, meaning] of flags) command.option(flag, meaning);
  // Of `--no-seal` the help would say "(default: true)", and mean `--seal`.
  for (const option of command.options) if (option.negated) delete option.config.default;
  return command;
}

function unmatched(cli: CAC, argv: readonly string[]): number {
  const [name] = cli.args;
  if (cli.options.help === true || cli.options.version === true) return 0;
  const option = argv.slice(2).find((argument) => /^--?[^-]/.test(argument));
  if (name !== undefined) console.error(`There is no command "${name}": inkling --help lists them.`);
  else if (option === undefined) cli.outputHelp();
  else console.error(`There is no option ${option.replace(/=.*/s, "")} without a command: inkling --help lists them.`);
  return REFUSED;
}

function refused(error: unknown, name: string | undefined): number {
  if (error instanceof InklingError) console.error(`inkling: ${error.message}`);
  else if (error instanceof Error && error.name === "CACError")
    console.error(`inkling: ${asTyped(error.message)}. See inkling ${name === undefined ? "" : `${name} `}--help.`);
  else defect(error);
  return REFUSED;
}

/** The argument parser names flags in its own case: `--maxByte` was typed as `--max-byte`. */
function asTyped(message: string): string {
  return message.replace(/`--[a-zA-Z]+`/, (flag) => flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
}

function defect(error: unknown): void {
  const what = error instanceof Error ? error.message.split("\n")[0] : String(error);
  console.error(
    `inkling: something went wrong that should not (${what}). Please report it, with what DEBUG=1 adds here.`,
  );
  if (process.env.DEBUG) console.error(error);
}
