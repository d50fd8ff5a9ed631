import type { Department } from "../grammar.ts";

const ROAD = ["coral", "sky", "cobalt", "ink", "chalk", "lime", "teal", "violet", "tomato", "amber"];
const TRAIL = ["moss", "forest", "clay", "graphite", "mustard", "teal", "copper", "navy"];
const KIT = ["coral", "ink", "navy", "teal", "plum", "sky", "lime", "graphite", "rose"];

export const RUNNING: Department = {
  name: "Running",
  code: "RUN",
  brands: {
    Swiftmoor: {
      level: 1.15,
      says: "Swiftmoor has fitted runners in a small shop beside a canal towpath for thirty years, and it shows in the lasts.",
      models:
        "Fleet,Millrace,Daybreak,Longshore,Skimmer,Towpath,Swallowtail,Riverside,Lockgate,Weir,Ferryman,Quickstep".split(
          ",",
        ),
    },
    Halfmile: {
      level: 0.68,
      says: "Halfmile makes plain, honest kit and leaves the logo off.",
      models: "First,Everyday,Steady,Easy Miles,Couch,Lamp Post,Park Loop,Evening,Second,Weekday,Basic,Round".split(
        ",",
      ),
    },
    Ravnholt: {
      level: 1.4,
      says: "Ravnholt tests everything on the wet side of a mountain.",
      models: "Fjell,Vidde,Skog,Stein,Bekk,Rygg,Ulv,Torden,Varde,Myr,Tinde,Elv".split(","),
    },
    Oriolo: {
      level: 1.2,
      says: "Oriolo is made in small runs by people who race on Sundays.",
      models: "Volata,Aria,Scatto,Ritmo,Lampo,Brio,Corsa,Passo,Vento,Leggera,Staffetta,Alba".split(","),
    },
    Tarnpace: {
      level: 0.95,
      says: "Tarnpace mends what it sells, for as long as you run in it.",
      models:
        "Kilo,Metronome,Even Keel,Home Straight,Second Wind,Negative Split,Long Run,Cadence,Hill Rep,Finish Arch,Bib 7,Pacer".split(
          ",",
        ),
    },
  },
  kinds: [
    {
      key: "road-shoe",
      path: ["Running Shoes", "Road Running Shoes"],
      count: 20,
      icons: ["running-shoe"],
      brands: ["Swiftmoor", "Halfmile", "Oriolo", "Tarnpace"],
      title: "{brand} {model} {mark} {fit} Road Running Shoes",
      words: { mark: ["2", "3", "4", "5", "Lite", "Max"], fit: ["Men's", "Women's"] },
      price: [72, 148],
      colours: ROAD,
      materials: ["recycled engineered mesh", "seamless knit", "open mesh"],
      sizes: "shoes",
      says: [
        [
          "A cushioned road running shoe for daily miles on tarmac and pavement.",
          "A light, lively trainer for tempo days and long road runs.",
          "A stable, roomy running shoe for new runners and high mileage.",
        ],
        [
          "The {material} upper breathes and dries fast; an 8 mm drop keeps the stride natural.",
          "A soft foam midsole takes the sting out of concrete, with a {material} upper that holds the heel without rubbing.",
          "The rocker sole rolls you forward; {material} keeps the weight under 250 g.",
        ],
      ],
    },
    {
      key: "trail-shoe",
      path: ["Running Shoes", "Trail Running Shoes"],
      count: 16,
      icons: ["running-shoe"],
      brands: ["Ravnholt", "Tarnpace", "Halfmile"],
      title: "{brand} {model} {mark} {fit} Trail Running Shoes",
      words: { mark: ["GT", "2", "3", "Mud", "Ultra", "Low"], fit: ["Men's", "Women's"] },
      price: [82, 142],
      colours: TRAIL,
      materials: ["ripstop mesh", "coated mesh", "recycled ripstop"],
      sizes: "shoes",
      says: [
        [
          "A trail running shoe with 5 mm lugs for mud, roots and wet grass.",
          "A tough off-road shoe for fell, forest and bridleway.",
          "A protective trail shoe for long days on broken ground.",
        ],
        [
          "A rock plate guards the forefoot and {material} keeps grit out.",
          "Sticky rubber bites on wet stone, and the {material} upper drains in a few strides.",
        ],
      ],
    },
    {
      key: "race-shoe",
      path: ["Running Shoes", "Racing Shoes"],
      count: 7,
      icons: ["running-shoe"],
      brands: ["Oriolo", "Swiftmoor"],
      title: "{brand} {model} {mark} Carbon Racing Shoes",
      words: { mark: ["Elite", "5K", "Marathon", "R1", "R2"] },
      price: [165, 210],
      colours: ["lemon", "coral", "mint", "chalk", "sky"],
      materials: ["monofilament mesh"],
      sizes: "shoes",
      says: [
        [
          "A carbon-plated racing shoe for the day that counts.",
          "A race-day shoe: bouncy, firm underfoot and very light.",
        ],
        ["The {material} upper weighs next to nothing, so save it for the start line."],
      ],
    },
    {
      key: "running-sock",
      path: ["Running Socks"],
      count: 9,
      icons: ["socks"],
      brands: ["Swiftmoor", "Halfmile", "Ravnholt", "Tarnpace"],
      title: "{brand} {model} {cut} Running Socks, {pack}",
      words: { cut: ["Ankle", "Crew", "Merino", "Cushioned"], pack: ["1 Pair||.6", "2 Pairs", "3 Pairs||1.35"] },
      price: [11, 17],
      colours: KIT,
      materials: ["merino blend", "recycled polyester", "cotton blend"],
      sizes: "gloves",
      says: [
        [
          "Running socks with a padded heel and no seam across the toes.",
          "Light socks that stop blisters before they start.",
        ],
        ["Knitted from {material}, with an arch band that stays put."],
      ],
    },
    {
      key: "running-top",
      path: ["Running Clothing", "Running Tops"],
      count: 9,
      icons: ["running-shirt", "t-shirt"],
      brands: ["Swiftmoor", "Halfmile", "Oriolo", "Tarnpace"],
      title: "{brand} {model} {fit} Running {cut}",
      words: { fit: ["Men's", "Women's"], cut: ["Tee|t-shirt", "Vest|running-shirt", "Singlet|running-shirt"] },
      price: [22, 46],
      colours: KIT,
      materials: ["recycled polyester", "merino blend", "featherweight mesh"],
      sizes: "clothes",
      says: [
        ["A light running top that stays off the skin when it is warm.", "A quick-drying running top with flat seams."],
        ["Made from {material}; reflective prints front and back."],
      ],
    },
    {
      key: "running-shorts",
      path: ["Running Clothing", "Running Shorts"],
      count: 8,
      icons: ["shorts"],
      brands: ["Swiftmoor", "Halfmile", "Oriolo"],
      title: "{brand} {model} {fit} {inch} Running Shorts",
      words: { fit: ["Men's", "Women's"], inch: ["3 inch", "5 inch", "7 inch", "2-in-1"] },
      price: [24, 48],
      colours: KIT,
      materials: ["woven stretch", "recycled nylon"],
      sizes: "clothes",
      says: [
        [
          "Running shorts with a soft liner and a pocket that does not bounce.",
          "Split-hem shorts for speed work and hot days.",
        ],
        ["The {material} dries on the line in an hour."],
      ],
    },
    {
      key: "running-jacket",
      path: ["Running Clothing", "Running Jackets"],
      count: 6,
      icons: ["jacket"],
      brands: ["Ravnholt", "Swiftmoor", "Halfmile"],
      title: "{brand} {model} {fit} {cut} Running Jacket",
      words: { fit: ["Men's", "Women's"], cut: ["Waterproof", "Windproof", "Reflective"] },
      price: [62, 130],
      colours: ["ink", "lemon", "teal", "coral", "cobalt", "moss"],
      materials: ["2.5-layer shell", "recycled ripstop"],
      sizes: "clothes",
      says: [
        ["A running jacket that packs into its own pocket.", "A shell for running in the rain without boiling."],
        ["Cut from {material}, with vents under the arms and a peaked hood."],
      ],
    },
    {
      key: "running-watch",
      path: ["Running Watches"],
      count: 7,
      icons: ["watch"],
      brands: ["Tarnpace", "Oriolo", "Halfmile"],
      title: "{brand} {model} {mark}",
      words: { mark: ["GPS Running Watch", "Heart-Rate Running Watch||.8", "GPS Watch with Maps||1.6"] },
      price: [130, 190],
      colours: ["ink", "ocean", "mint", "coral", "graphite", "lilac"],
      says: [
        [
          "A running watch that finds satellites fast and lasts a long weekend.",
          "Pace, distance and heart rate at a glance, in the rain as well.",
        ],
        ["Works without an account; routes stay on your wrist until you copy them off."],
      ],
    },
    {
      key: "running-hydration",
      path: ["Running Bottles & Vests"],
      count: 8,
      icons: ["water-bottle", "water-bottle", "backpack"],
      brands: ["Ravnholt", "Tarnpace", "Halfmile"],
      title: "{brand} {model} {mark}",
      words: {
        mark: [
          "Handheld Running Bottle 400 ml|water-bottle|.55",
          "Soft Flask 500 ml|water-bottle|.5",
          "Running Vest 5 L|backpack|1.9",
          "Race Vest 10 L|backpack|2.4",
        ],
      },
      price: [20, 30],
      colours: ["sky", "coral", "ink", "mint", "amber", "violet"],
      says: [
        ["Water within reach on long runs, without slosh or bounce.", "Carries a long run's drink close to the body."],
        ["Washes by hand; spare valves and clips are on our parts page."],
      ],
    },
    {
      key: "running-cap",
      path: ["Running Caps & Lights"],
      count: 6,
      icons: ["billed-cap", "headtorch"],
      brands: ["Swiftmoor", "Ravnholt", "Halfmile"],
      title: "{brand} {model} {mark}",
      words: {
        mark: [
          "Running Cap|billed-cap|.8",
          "Packable Cap|billed-cap|.9",
          "300 lm Running Headtorch|headtorch|1.7",
          "Reflective Cap|billed-cap",
        ],
      },
      price: [18, 26],
      colours: KIT,
      says: [
        ["Made for early starts and late finishes.", "Keeps rain and low sun out of the eyes, or lights the way home."],
        ["Weighs so little that it lives in the pocket."],
      ],
    },
  ],
};
