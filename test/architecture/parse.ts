import ts from "typescript";

export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** What the rules need to know of one file. */
export interface Parsed {
  readonly path: string;
  /** Static, type-only, dynamic with a literal, and `import("x").T` alike. */
  readonly imports: readonly Import[];
  /** Uses of the world outside, as `Date.now`, `document`, and the lines of `any`. */
  readonly impure: readonly { readonly name: string; readonly line: number }[];
  readonly anyLines: readonly number[];
  /** Types that values are said to be, by `as`. */
  readonly casts: readonly { readonly name: string; readonly line: number }[];
  /** Functions of Math, as `log`. */
  readonly math: readonly { readonly name: string; readonly line: number }[];
  /** Every statement passes something on from another file. */
  readonly onlyReExports: boolean;
}

const WORLD = new Set(
  `document window self globalThis navigator location localStorage sessionStorage indexedDB caches performance crypto
  setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame requestIdleCallback fetch XMLHttpRequest
  WebSocket Worker BroadcastChannel console process Buffer require TextEncoder TextDecoder`.split(/\s+/),
);

/** The text of a module specifier, wherever it stands. */
function specifierOf(node: ts.Node): string | undefined {
  const found =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : undefined;
  return found && ts.isStringLiteralLike(found) ? found.text : undefined;
}

const isAmbient = (node: ts.Node): boolean =>
  ts.isVariableDeclaration(node) &&
  ts.isVariableStatement(node.parent.parent) &&
  node.parent.parent.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true;

/** The name a node brings into scope. `declare const document` brings in nothing: it names the world. */
function declaredName(node: ts.Node): string | undefined {
  const declares =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isImportSpecifier(node);
  return declares && node.name && ts.isIdentifier(node.name) && !isAmbient(node) ? node.name.text : undefined;
}

/** Whether an identifier names a member (`x.process`, `{ process: 1 }`) and not a variable. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  return "name" in parent && parent.name === node;
}

/** What a node takes from clock, chance or host; undefined when nothing. */
function worldly(node: ts.Node, declared: ReadonlySet<string>): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const text = `${node.expression.getText()}.${node.name.text}`;
    return text === "Date.now" || text === "Math.random" ? text : undefined;
  }
  if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === "Date") {
    return ts.isCallExpression(node) || !node.arguments?.length ? "the current date" : undefined;
  }
  if (!ts.isIdentifier(node) || !WORLD.has(node.text)) return undefined;
  return declared.has(node.text) || isMemberName(node) ? undefined : node.text;
}

function descendants(root: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return nodes;
}

export function parse(path: string, text: string): Parsed {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const nodes = descendants(file);
  const declared = new Set(nodes.map(declaredName).filter((name) => name !== undefined));
  const libraries = file.libReferenceDirectives.map(({ fileName, pos }) => ({
    name: `lib="${fileName}"`,
    line: file.getLineAndCharacterOfPosition(pos).line + 1,
  }));
  return {
    path,
    imports: nodes.flatMap((node) => {
      const specifier = specifierOf(node);
      return specifier === undefined ? [] : [{ specifier, line: lineOf(node) }];
    }),
    impure: [
      ...libraries,
      ...nodes.flatMap((node) => {
        const name = worldly(node, declared);
        return name === undefined ? [] : [{ name, line: lineOf(node) }];
      }),
    ],
    anyLines: nodes.filter(({ kind }) => kind === ts.SyntaxKind.AnyKeyword).map(lineOf),
    casts: nodes.filter(ts.isAsExpression).map((node) => ({ name: node.type.getText(), line: lineOf(node) })),
    math: nodes
      .filter(ts.isPropertyAccessExpression)
      .filter(({ expression }) => expression.getText() === "Math")
      .map((node) => ({ name: node.name.text, line: lineOf(node) })),
    onlyReExports:
      file.statements.some(ts.isExportDeclaration) &&
      file.statements.every((node) => ts.isExportDeclaration(node) || ts.isImportDeclaration(node)),
  };
}
