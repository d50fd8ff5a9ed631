import type { Department } from "../grammar.ts";

const OUTDOOR = ["moss", "forest", "clay", "mustard", "teal", "navy", "coral", "stone", "graphite", "amber"];

export const CAMPING: Department = {
  name: "Camping & Hiking",
  code: "CAM",
  brands: {
    Ravnholt: {
      level: 1.45,
      says: "Ravnholt tests everything on the wet side of a mountain.",
      models: "Fjell,Vidde,Skog,Stein,Bekk,Rygg,Varde,Myr,Tinde,Elv,Nord,Hytte".split(","),
    },
    Fernbivvy: {
      level: 1,
      says: "Fernbivvy began with two sisters, a sewing machine and a very wet summer.",
      models: "Bracken,Dapple,Glade,Hollow,Coppice,Clearing,Thicket,Brook,Stile,Meadow,Copse,Moss Bank".split(","),
    },
    Larchcamp: {
      level: 0.72,
      says: "Larchcamp is for families who go every year and leave the car unlocked.",
      models:
        "Weekender,Pitch,Holiday,Base,Picnic,Campfire,Long Weekend,Field,Marshmallow,Half Term,Site 12,Lakeside".split(
          ",",
        ),
    },
    Emberlow: {
      level: 1.05,
      says: "Emberlow builds burners that a cold thumb can still light.",
      models: "Spark,Tinder,Glow,Cinder,Kindle,Hearth,Flint,Beacon,Wick,Lumen,Ash,Coal".split(","),
    },
  },
  kinds: [
    {
      key: "tent",
      path: ["Tents"],
      count: 14,
      icons: ["tent"],
      brands: ["Ravnholt", "Fernbivvy", "Larchcamp"],
      title: "{brand} {model} {berth} {cut} Tent",
      words: {
        berth: ["1-Person||.75", "2-Person||.9", "3-Person||1.1", "4-Person||1.4", "6-Person||1.8"],
        cut: ["Backpacking", "Dome", "Tunnel", "Family", "Geodesic"],
      },
      price: [140, 230],
      colours: OUTDOOR,
      materials: ["recycled ripstop", "siliconised nylon", "polycotton"],
      says: [
        [
          "A tent that goes up in ten minutes, even in wind.",
          "A roomy tent with a porch for boots and a stove.",
          "A light tent that disappears into a rucksack.",
        ],
        [
          "The {material} flysheet holds off 3,000 mm of water, with every seam taped.",
          "Colour-coded poles, a {material} flysheet and a groundsheet that can be mended with a patch.",
        ],
      ],
    },
    {
      key: "sleeping-bag",
      path: ["Sleeping", "Sleeping Bags"],
      count: 11,
      icons: ["sleeping-bag"],
      brands: ["Ravnholt", "Fernbivvy", "Larchcamp"],
      title: "{brand} {model} {warmth} Sleeping Bag",
      words: { warmth: ["Summer||.7", "3-Season", "Winter||1.2", "Down||1.8", "Kids'||.6"] },
      price: [65, 120],
      colours: OUTDOOR,
      materials: ["responsible down", "recycled hollow fibre"],
      sizes: "bag",
      says: [
        ["A mummy-shaped sleeping bag with a warm hood.", "A sleeping bag with room for the knees."],
        ["Filled with {material}; the zip runs without biting the cloth."],
      ],
    },
    {
      key: "sleeping-mat",
      path: ["Sleeping", "Sleeping Mats"],
      count: 9,
      icons: ["roll-mat"],
      brands: ["Ravnholt", "Fernbivvy", "Larchcamp"],
      title: "{brand} {model} {mark}",
      words: {
        mark: ["Self-Inflating Mat||1.1", "Foam Roll Mat||.45", "Insulated Air Mat||1.6", "Double Camping Mat||1.9"],
      },
      price: [42, 72],
      colours: OUTDOOR,
      says: [
        ["A sleeping mat that keeps cold ground where it belongs.", "Thick enough for those who sleep on their side."],
        ["Rolls up to the size of a loaf of bread; a repair kit is in the bag."],
      ],
    },
    {
      key: "camp-stove",
      path: ["Camp Cooking", "Camping Stoves"],
      count: 9,
      icons: ["camp-stove"],
      brands: ["Emberlow", "Ravnholt", "Larchcamp"],
      title: "{brand} {model} {mark}",
      words: {
        mark: ["Gas Stove", "Canister Stove||.9", "Wood-Burning Stove", "Twin Burner||1.3", "Multi-Fuel Stove||1.9"],
      },
      price: [34, 64],
      colours: ["tomato", "ink", "moss", "copper", "cobalt"],
      says: [
        [
          "A camping stove that boils a litre in four minutes.",
          "A small burner with a wide flame that simmers as well.",
        ],
        ["Folds flat and packs inside its own pot; the wind guard clips on."],
      ],
    },
    {
      key: "cookset",
      path: ["Camp Cooking", "Cooksets"],
      count: 7,
      icons: ["saucepan", "mug", "fork-and-knife"],
      brands: ["Emberlow", "Larchcamp", "Ravnholt"],
      title: "{brand} {model} {mark}",
      words: {
        mark: [
          "Camp Cookset for Two|saucepan|1.2",
          "Camp Cookset for Four|saucepan|1.7",
          "Enamel Camp Mug|mug|.35",
          "Titanium Cutlery Set|fork-and-knife|.8",
          "Billy Can 1.2 L|saucepan|.7",
        ],
      },
      price: [24, 38],
      colours: ["navy", "chalk", "forest", "tomato", "graphite"],
      says: [
        ["Made for one flame and hungry people.", "Nests into itself and does not rattle in the rucksack."],
        ["Cleans with sand, snow or a dishcloth."],
      ],
    },
    {
      key: "camp-lantern",
      path: ["Lanterns & Torches", "Lanterns"],
      count: 7,
      icons: ["lantern"],
      brands: ["Emberlow", "Larchcamp"],
      title: "{brand} {model} {mark}",
      words: { mark: ["Rechargeable Lantern", "Candle Lantern||.7", "Solar Lantern", "Storm Lantern"] },
      price: [22, 46],
      colours: ["mustard", "teal", "tomato", "forest", "ink"],
      says: [
        ["A camping lantern with a warm light for cards and late suppers."],
        [
          "Hangs from a branch or a tent loop; one charge lasts a weekend.",
          "Dims to a glow that does not wake the next tent.",
        ],
      ],
    },
    {
      key: "headtorch",
      path: ["Lanterns & Torches", "Headtorches"],
      count: 7,
      icons: ["headtorch"],
      brands: ["Emberlow", "Ravnholt", "Fernbivvy"],
      title: "{brand} {model} {mark} Headtorch",
      words: { mark: ["250 lm", "400 lm", "600 lm", "Red-Light"] },
      price: [19, 72],
      colours: ["coral", "ink", "teal", "lime", "graphite"],
      says: [
        ["A headtorch that weighs less than an egg.", "A bright headtorch with one big button for gloved hands."],
        ["A lock stops it lighting up the inside of your rucksack."],
      ],
    },
    {
      key: "rucksack",
      path: ["Rucksacks"],
      count: 10,
      icons: ["backpack"],
      brands: ["Ravnholt", "Fernbivvy", "Larchcamp"],
      title: "{brand} {model} {litres} Rucksack",
      words: { litres: ["18 L||.6", "25 L||.8", "35 L", "50 L||1.4", "65 L||1.7"] },
      price: [80, 130],
      colours: OUTDOOR,
      materials: ["recycled cordura", "waxed canvas", "ripstop nylon"],
      says: [
        ["A hiking rucksack with a hip belt that carries the weight.", "A rucksack for day walks and hut nights."],
        ["Made of {material}, with a rain cover in the base and pockets you can reach on the move."],
      ],
    },
    {
      key: "hiking-boot",
      path: ["Hiking Boots"],
      count: 11,
      icons: ["hiking-boot"],
      brands: ["Ravnholt", "Fernbivvy", "Larchcamp"],
      title: "{brand} {model} {mark} {fit} Hiking Boots",
      words: { mark: ["Mid", "Leather", "GT", "Light"], fit: ["Men's", "Women's", "Kids'||.6"] },
      price: [78, 205],
      colours: ["mustard", "clay", "moss", "cocoa", "stone", "copper", "navy"],
      materials: ["full-grain leather", "nubuck", "suede and mesh"],
      sizes: "shoes",
      says: [
        ["A hiking boot that needs no breaking in.", "A sturdy walking boot for hills, bogs and long days."],
        ["The {material} upper can be waxed, and the sole can be replaced."],
      ],
    },
    {
      key: "flask",
      path: ["Flasks & Bottles"],
      count: 7,
      icons: ["flask", "water-bottle"],
      brands: ["Fernbivvy", "Larchcamp", "Ravnholt"],
      title: "{brand} {model} {mark}",
      words: {
        mark: [
          "Vacuum Flask 500 ml|flask",
          "Vacuum Flask 1 L|flask|1.3",
          "Steel Water Bottle 750 ml|water-bottle|.9",
          "Soup Flask|flask|.9",
        ],
      },
      price: [19, 32],
      colours: OUTDOOR,
      says: [
        ["Hot for twelve hours, cold for a day.", "A steel flask with a lid that is also a cup."],
        ["Fits under a small tap and in a rucksack's side pocket."],
      ],
    },
    {
      key: "navigation",
      path: ["Maps & Compasses"],
      count: 5,
      icons: ["compass", "world-map"],
      brands: ["Ravnholt", "Fernbivvy"],
      title: "{brand} {model} {mark}",
      words: {
        mark: [
          "Baseplate Compass|compass|.8",
          "Mirror Compass|compass|1.4",
          "Waterproof Map Case|world-map|.7",
          "Expedition Map Set|world-map|1.2",
        ],
      },
      price: [18, 32],
      colours: ["sky", "sand", "moss", "coral"],
      says: [
        ["Finds the way when the telephone has given up."],
        ["Easy to read in fog, and comes with a short guide to bearings."],
      ],
    },
  ],
};
