import type { Department } from "../grammar.ts";

const DESK = ["ink", "chalk", "sage", "teal", "coral", "navy", "mustard", "stone", "lilac", "graphite"];

export const OFFICE: Department = {
  name: "Home Office",
  code: "OFF",
  brands: {
    Lumenfold: {
      level: 1.25,
      says: "Lumenfold designs for desks that share a room with a bed.",
      models: "Atlas,Fold,Lucent,Pivot,Halo,Beam,Slate,Arc,Mono,Plane".split(","),
    },
    Sitwright: {
      level: 1.45,
      says: "Sitwright asks a physiotherapist first and an architect second.",
      models: "Upright,Lumbar,Posture,Nine to Five,Poise,Stance,Recline,Focus,Haven,Perch".split(","),
    },
    Papershed: {
      level: 0.8,
      says: "Papershed prints on offcuts from a mill down the road.",
      models: "Margin,Folio,Draft,Ream,Octavo,Quarto,Ledger,Foolscap,Dog-Ear,Marginalia".split(","),
    },
    Inkhorn: {
      level: 1.1,
      says: "Inkhorn still answers letters by letter.",
      models: "Clerk,Scribe,Chancery,Copperplate,Italic,Courier,Envoy,Diarist,Notary,Blot".split(","),
    },
    Halfmile: {
      level: 0.62,
      says: "Halfmile makes plain, honest kit and leaves the logo off.",
      models: "Everyday,Spare Room,Basic,Monday,Kitchen Table,Lunch Break,Home,First,Inbox,Plain".split(","),
    },
  },
  kinds: [
    {
      key: "office-chair",
      path: ["Furniture", "Office Chairs"],
      count: 10,
      icons: ["office-chair", "chair"],
      brands: ["Sitwright", "Lumenfold", "Halfmile"],
      title: "{brand} {model} {mark}",
      words: {
        mark: [
          "Ergonomic Office Chair|office-chair|1.4",
          "Mesh Desk Chair|office-chair",
          "Task Chair|office-chair",
          "Wooden Desk Chair|chair|.7",
        ],
      },
      price: [130, 280],
      colours: DESK,
      materials: ["wool blend", "recycled mesh"],
      says: [
        [
          "An office chair that follows your back and keeps quiet.",
          "A desk chair for long days, with arms that get out of the way.",
        ],
        ["Covered in {material}; every part can be replaced with one hex key."],
      ],
    },
    {
      key: "desk",
      path: ["Furniture", "Desks"],
      count: 8,
      icons: ["desk"],
      brands: ["Lumenfold", "Sitwright", "Halfmile"],
      title: "{brand} {model} {mark}",
      words: { mark: ["Standing Desk||1.6", "Writing Desk", "Folding Desk||.7", "Corner Desk||1.1"] },
      price: [160, 330],
      colours: ["sand", "cocoa", "chalk", "ink", "sage", "copper"],
      materials: ["oak veneer", "birch ply", "bamboo"],
      says: [
        [
          "A desk with a drawer for the things you do not want to see.",
          "A desk that fits an alcove and folds away for dinner.",
        ],
        ["A top of {material} with a slot for cables."],
      ],
    },
    {
      key: "desk-lamp",
      path: ["Desk Lamps"],
      count: 10,
      icons: ["desk-lamp", "light-bulb"],
      brands: ["Lumenfold", "Halfmile", "Inkhorn"],
      title: "{brand} {model} {mark}",
      words: { mark: ["Desk Lamp", "Clamp Lamp", "LED Task Lamp", "Reading Lamp"] },
      price: [24, 145],
      colours: DESK,
      says: [
        ["A desk lamp that lights the page and not your eyes.", "A lamp with a long reach and a small foot."],
        ["Warm in the evening, cool in the morning; the LED can be changed."],
      ],
    },
    {
      key: "keyboard",
      path: ["Computer", "Keyboards"],
      count: 9,
      icons: ["keyboard"],
      brands: ["Lumenfold", "Inkhorn", "Halfmile"],
      title: "{brand} {model} {mark} Keyboard",
      words: { mark: ["Mechanical", "Wireless", "Compact||.8", "Quiet", "Split"] },
      price: [29, 165],
      colours: DESK,
      says: [
        [
          "A keyboard with crisp keys that the next room does not hear.",
          "A compact keyboard that leaves space for tea.",
        ],
        ["Keycaps that do not wear shiny; pairs with three machines."],
      ],
    },
    {
      key: "mouse",
      path: ["Computer", "Mice"],
      count: 8,
      icons: ["computer-mouse", "trackball"],
      brands: ["Lumenfold", "Halfmile", "Sitwright"],
      title: "{brand} {model} {mark}",
      words: {
        mark: [
          "Wireless Mouse|computer-mouse",
          "Vertical Mouse|computer-mouse",
          "Trackball|trackball",
          "Silent Mouse|computer-mouse",
        ],
      },
      price: [18, 92],
      colours: DESK,
      says: [["A mouse that fits the hand and spares the wrist."], ["One charge lasts a season."]],
    },
    {
      key: "laptop-stand",
      path: ["Computer", "Stands & Screens"],
      count: 9,
      icons: ["laptop-stand", "monitor"],
      brands: ["Lumenfold", "Sitwright", "Halfmile"],
      title: "{brand} {model} {mark}",
      words: {
        mark: [
          "Laptop Stand|laptop-stand|.6",
          "Folding Laptop Stand|laptop-stand|.7",
          "24 inch Monitor|monitor|2.6",
          "27 inch 4K Monitor|monitor|4.4",
          "Monitor Riser|laptop-stand|.6",
        ],
      },
      price: [44, 76],
      colours: DESK,
      says: [
        [
          "Lifts the screen to eye height, where necks like it.",
          "Sharp text, a matt surface and no light that flickers.",
        ],
        ["Cables run out of sight."],
      ],
    },
    {
      key: "notebook",
      path: ["Stationery", "Notebooks"],
      count: 12,
      icons: ["notebook", "ledger"],
      brands: ["Papershed", "Inkhorn"],
      title: "{brand} {model} {mark}",
      words: {
        mark: [
          "A5 Notebook, Dotted|notebook",
          "A5 Notebook, Lined|notebook",
          "A4 Spiral Notebook|ledger|.8",
          "Pocket Notebook, Set of Three|notebook|.9",
          "Sketchbook|ledger|1.2",
        ],
      },
      price: [8, 18],
      colours: ["coral", "teal", "navy", "mustard", "plum", "sage", "ink", "sky", "rose", "forest"],
      says: [
        ["A notebook that lies flat and takes fountain-pen ink.", "Good paper in a plain cover."],
        ["Sewn, not glued; 144 pages with numbers."],
      ],
    },
    {
      key: "pen",
      path: ["Stationery", "Pens & Pencils"],
      count: 9,
      icons: ["pen", "fountain-pen", "pencil"],
      brands: ["Inkhorn", "Papershed"],
      title: "{brand} {model} {mark}",
      words: {
        mark: [
          "Ballpoint Pen|pen|.6",
          "Fountain Pen|fountain-pen|2.6",
          "Gel Pen, Set of Five|pen|.7",
          "Graphite Pencils, 12|pencil|.6",
          "Rollerball|pen",
        ],
      },
      price: [7, 16],
      colours: ["navy", "tomato", "ink", "teal", "copper", "violet"],
      says: [
        ["Writes at once, and does not skip.", "Light in the hand, with a clip that holds."],
        ["Takes common refills."],
      ],
    },
    {
      key: "organiser",
      path: ["Stationery", "Planners & Organisers"],
      count: 11,
      icons: ["pen-pot", "spiral-calendar", "card-file-box"],
      brands: ["Papershed", "Inkhorn", "Lumenfold", "Halfmile"],
      title: "{brand} {model} {mark}",
      words: {
        mark: [
          "Pen Pot|pen-pot|.8",
          "Wall Calendar|spiral-calendar|.8",
          "Weekly Planner|spiral-notepad|.7",
          "Filing Box|card-file-box|1.2",
          "Letter Tray|file-folder",
          "Desk Tidy|pen-pot|1.1",
          "Clipboard|clipboard|.5",
        ],
      },
      price: [12, 28],
      colours: DESK,
      says: [
        ["A place for everything, and for the thing that has none.", "Keeps the week in one view."],
        ["Made from board and cloth, without plastic."],
      ],
    },
  ],
};
