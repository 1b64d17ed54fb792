"""The invented projects of the default catalogue, and the word lists from which larger ones are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """One invented project: `loaders` is a code (F fabric, Q quilt, N neoforge, O forge), `art` a motif and a palette."""

    title: str
    author: str
    loaders: str
    categories: tuple[str, ...]
    art: tuple[str, str]
    description: str
    kind: str = "mod"


def _parse(table: str, kind: str) -> tuple[Named, ...]:
    rows = []
    for line in table.strip().splitlines():
        title, author, loaders, categories, art, description = (cell.strip() for cell in line.split("|"))
        motif, _, palette = art.partition(":")
        rows.append(
            Named(title, author, loaders, tuple(categories.split()), (motif, palette), description, kind)
        )
    return tuple(rows)


_MODS = """
Hedgerow API | fernhollow | FQNO | library | flower:moss | Shared hooks and events for mods that grow together. Needed by many, seen by none.
Tidal Core | saltmarsh | FQNO | worldgen library | waves:teal | Water that rises and falls: tides, currents and the weather of the coast, for boats and mills to use.
Bramble Core | hollowreed | FQNO | library | circles:rose | Inventories, tables and lists that other mods draw with. Fast, tested and plain.
Inkwell Config | juniper.co | FQNO | library utility | feather:slate | One settings screen for every mod that asks for it, with search and a way back.
Lanternworks | emberlyn | FQN | decoration utility | lantern:night | Hang, chain and dye lanterns. Light that moves with you, without shaders and without a frame lost; works on any server.
Cinder Render | tarnwick | FQ | optimization | furnace:ember | A new chunk renderer: twice the frames on old graphics cards, none of the stutter when you fly.
Emberglass Renderer | tarnwick | FQN | optimization | flame:ember | Rendering for integrated graphics: fewer draw calls, steadier frames, the same picture.
Mosspath | oakapple | FQN | worldgen decoration | hills:moss | Paths wear in where you and your animals walk, and grow over again when you stop.
Skylark Atlas | juniper.co | FQN | adventure utility | peak:lilac | A map drawn in ink on paper as you explore. Share pages of it with friends; waypoints sync over the server if it has the mod too.
Glowmoss | fernhollow | FQN | worldgen | mushroom:teal | Caves that are worth the torch: luminous moss, dripping springs and three new kinds of quiet.
Stonecutter's Guild | vesper | FN | utility storage | gem:stone | Every cut, in one table: a searchable recipe grid for stone, wood and copper.
Quiet Villages | hollowreed | FQNO | optimization mobs | circles:blush | Villagers plan, trade and sleep off your tick budget. Made for servers with 200 of them.
Windward Sails | saltmarsh | FQN | transportation | fish:sky | Boats with sails, wind that matters and harbours to tie up in.
Wren & Robin | fernhollow | FQ | mobs | bird:frost | Small birds that nest, sing at dawn and follow the seed in your hand.
Acorn Ledger | oakapple | FQN | economy management | leaf:mint | Shops, tabs and fair prices for small servers. Every trade is written down.
Alder Workshop | vesper | FNO | technology utility | pickaxe:ember | Workbenches that remember: plans, parts bins and tools that hang on the wall.
Amberlamp | emberlyn | FQN | decoration | mountains:sky | Lamps of resin and glass that warm slowly and fade at dawn.
Anvil Notes | vesper | FQ | utility equipment | key:stone | Write on your tools: who made them, what for, and when to mend them.
Apiary Days | fernhollow | FQN | mobs food | bee:honey | Bees with a calendar. Frames, smokers, and honey that tastes of what they found.
Ashfall Weather | tarnwick | FQN | worldgen game-mechanics | moon:night | Ash, fog and clear mornings: weather that has a reason and a season.
Barrel Index | hollowreed | FQN | storage utility | chest:cream | Find any item in every chest and barrel you have opened, and walk to it.
Basalt Roads | saltmarsh | FQN | transportation worldgen | tiles:frost | Roads that drain, bridges that hold and milestones that know the way.
Beacon Post | juniper.co | FQN | social utility | sun:honey | Messages by light from tower to tower. Slow, charming and never lost.
Birchbark Maps | juniper.co | FQNO | adventure utility | book:lilac | Small maps on bark that you can pin, trade and burn.
Brass Compass | vesper | FN | equipment adventure | target:blush | A compass for every need: home, ore, a friend, or the last place you laughed.
Brookside | oakapple | FQN | worldgen | waves:sky | Brooks that begin as springs, wander downhill and end in ponds with reeds.
Burrow Homes | oakapple | FQN | adventure decoration | mountains:clay | Round doors, turf roofs and windows that follow the slope of the hill.
Candleshade | emberlyn | FQ | decoration | toadstool:clay | Shades, sconces and snuffers for candles in all sixteen colours.
Cartwright | hollowreed | FQN | transportation storage | frame:honey | Carts to pull, load and park. Goods stay where you stacked them.
Clay & Kiln | vesper | FQN | decoration technology | cube:stone | Throw, glaze and fire pottery that no two players make alike.
Copper Bell | emberlyn | FQN | social decoration | bell:cream | Bells with a note, a reach and a schedule. Good for schools and for mines.
Cobble Courier | juniper.co | FN | social storage | parcel:clay | Parcels that travel the road while you sleep, and arrive a little dusty.
Dawn Patrol | tarnwick | FNO | mobs game-mechanics | sun:ember | Golems walk a round that you draw. They are proud of it.
Deepwell | saltmarsh | FQN | worldgen adventure | drop:night | Wells that lead somewhere. Bring rope.
Dovecote Mail | fernhollow | FQN | social mobs | bird:lilac | Letters by pigeon, and pigeons with opinions.
Driftglass | saltmarsh | FQN | decoration | gem:mint | Weathered glass from the tide line, in colours that only water makes.
Dusk Ferry | saltmarsh | FQN | transportation | boat:night | Ferries that keep a timetable between two jetties, with or without you.
Elder Orchard | oakapple | FQN | food worldgen | tree:moss | Fruit trees to graft, prune and grow old with.
Evergreen Tick | tarnwick | FQNO | optimization | clock:moss | Finds what costs your server its ticks and lets it rest. No gameplay is changed.
Fallow Fields | oakapple | FQN | food game-mechanics | wheat:honey | Soil that tires and recovers. Rotate, or rest it under clover.
Feather & Fletch | vesper | FQN | equipment | feather:clay | Arrows by shaft, feather and head: forty kinds from what you carry.
Fern Lantern | emberlyn | Q | decoration | lantern:moss | Ferns that glow where nobody steps. For Quilt.
Flint Almanac | vesper | FQN | utility | book:stone | Moon, tide, crop and weather for the next week, on one page.
Foxglove Alchemy | hollowreed | FNO | magic food | potion:rose | Tinctures from hedge and meadow. The dose makes the potion.
Frostfern Windows | emberlyn | FQ | decoration | snow:frost | Frost that creeps over glass on cold nights, and melts by the stove.
Gable & Eave | oakapple | FQNO | decoration | house:clay | Roofs that turn corners: ridges, valleys, dormers and gutters.
Gatehouse | vesper | FQN | technology decoration | gate:stone | Portcullis, drawbridge and the winch to work them, of any size.
Gentle Rain | tarnwick | FQ | optimization utility | drop:sky | Rain that costs nothing: drawn once, heard everywhere.
Ghost Harbour | saltmarsh | NO | adventure mobs | boat:teal | A harbour that is there on foggy nights, and the ships that still call.
Gilded Thread | hollowreed | FN | equipment decoration | spool:rose | Weave, embroider and hang cloth. Banners were only the start.
Goosefeather | fernhollow | FQN | mobs food | bird:honey | Geese. They guard, they march in line and they do not forgive.
Granary | oakapple | FQN | storage food | house:honey | Bulk stores for grain, seed and flour that keep out mice.
Grove Spirits | fernhollow | FQN | magic mobs | leaf:teal | Each forest keeps one spirit. Plant, and it will remember you.
Gust & Gale | tarnwick | FN | game-mechanics transportation | cloud:sky | Wind over the whole world, for sails, mills, kites and washing.
Hammer & Hinge | vesper | FQN | technology utility | key:ember | Doors that slide, fold, lift and lock, with keys that fit.
Harvest Bells | oakapple | FQN | social food | bell:honey | Festivals for villages, on dates that the harvest decides.
Hearth Stories | emberlyn | FQN | social game-mechanics | flame:clay | Sit by a fire together and wake rested. Tell it what happened today.
Heather Moors | fernhollow | FQN | worldgen | hills:rose | Moors with heather, peat, standing stones and larks.
Hollow Oak | oakapple | FQN | worldgen storage | tree:clay | Trees old enough to have a room inside.
Honest Scales | oakapple | NO | economy | scales:cream | Weights, measures and a market hall that keeps them honest.
Hush | tarnwick | FQN | utility | note:slate | A volume for every kind of sound, by place and by source.
Inkcap Diary | juniper.co | FQN | social utility | book:night | A diary that writes the dull parts: where you went, what you met.
Iron Tram | saltmarsh | NO | transportation technology | tram:ember | Trams on rails in the road, with stops, points and a bell.
Ivy Facade | emberlyn | FQN | decoration | leaf:moss | Ivy, wisteria and roses that climb what you build, at your pace.
Jackdaw | fernhollow | FQ | mobs | bird:night | A clever bird that brings small shining things. Not always yours.
Juniper Tea House | hollowreed | FQN | food decoration | cup:moss | Leaves to dry, roast and steep. Each cup does a little good.
Keepsake Box | hollowreed | FQN | storage social | chest:rose | Graves that nobody can rob, and a map to find them by.
Kestrel Post | juniper.co | FQN | social utility | target:sky | Mail boxes, stamps and registered parcels, over any distance.
Kindling | tarnwick | FQNO | optimization | flame:night | Starts the game in half the time, and says what took the other half.
Kite Weather | emberlyn | FQN | minigame decoration | kite:sky | Kites of paper and silk. They show the wind before it comes.
Lantern Moth | fernhollow | F | mobs | moth:night | Moths that come to light and mean no harm. For Fabric.
Larder | oakapple | FQN | food storage | jar:clay | Preserve, pickle and smoke. Nothing spoils that you took care of.
Latchkey | vesper | FQNO | utility management | key:cream | Locks, keys and guests, without commands and without grief.
Lichen Clock | tarnwick | FN | decoration utility | clock:mint | Clocks that need winding, from pocket watch to tower.
Lighthouse Keeper | saltmarsh | FQN | adventure transportation | tower:blush | Lighthouses that ships can steer by, and the work to keep them lit.
Linen & Loom | hollowreed | FQN | decoration equipment | spool:cream | Grow flax, ret it, spin it, wear it.
Little Libraries | juniper.co | FQN | social decoration | shelf:clay | Boxes of books by the road. Take one, leave one.
Lodestar | juniper.co | FQNO | adventure utility | star:night | Steer by stars: a sky that tells the season and the way home.
Loose Change | oakapple | FQ | economy | coins:honey | Coins with a face, minted by your server and worth what you agree.
Mallow Marsh | fernhollow | FQN | worldgen food | waves:moss | Salt marsh between land and sea, with samphire, waders and mud.
Maple Ledger Sync | oakapple | FN | economy management | leaf:honey | Keeps the books of several servers in step.
Marble Halls | vesper | FQN | decoration | column:frost | Columns, arches and floors, cut from six new stones.
Meadow Choir | fernhollow | FQN | mobs | note:moss | Crickets, frogs and larks, each at its own hour.
Millwright | vesper | FNO | technology food | cog:cream | Wind and water mills with gears that you can follow by eye.
Mistwalker | tarnwick | FQN | adventure magic | cloud:lilac | Walk the valley fog to places that are not there at noon.
Moonlit Wharf | saltmarsh | FQN | adventure economy | moon:teal | Night markets on the water, every full moon.
Mulberry Silk | hollowreed | FN | equipment food | moth:rose | Silkworms, mulberry trees and the finest thread there is.
Nightjar | tarnwick | FQ | utility optimization | moon:slate | Darkness that is kind to the eyes, and to the graphics card.
Nook & Shelf | emberlyn | FQNO | decoration storage | shelf:cream | Shelves that show what lies on them, in any corner.
Oakmoss Perfume | hollowreed | FN | magic decoration | potion:mint | Scents that animals follow, and villagers remark upon.
Old Growth | oakapple | FQNO | worldgen | tree:night | Forests as they were: giants, fallen logs and light in shafts.
Otter Run | fernhollow | FQN | mobs | waves:clay | Otters slide, dive and hold hands when they sleep.
Paper Lantern Fair | emberlyn | FQN | decoration minigame | lantern:blush | A fair that comes once a year, and lanterns to let go.
Peat & Ember | tarnwick | FNO | technology | flame:slate | Slow fuels, banked fires and smoke that shows who is at home.
Pebble Path | oakapple | FQN | decoration | tiles:clay | Forty paths to walk on, none of them straight.
Petrichor | tarnwick | FQ | worldgen | drop:moss | The ground after rain: puddles, worms and a darker green.
Pine Telegraph | juniper.co | FQNO | technology social | tower:moss | Wires, poles and a key to tap. Faster than walking.
Plumb Line | vesper | FQN | utility | ruler:cream | Measure, mirror and mark out before you build.
Pocket Garden | fernhollow | FQN | decoration food | flower:blush | Pots, boxes and beds for a balcony's worth of green.
Pondlife | fernhollow | FQN | mobs worldgen | fish:moss | Newts, sticklebacks, water lilies and the heron who eats them.
Porch Light | emberlyn | FQN | utility social | star:honey | A light that is on while a friend is online.
Quarry Songs | vesper | FN | equipment game-mechanics | pickaxe:slate | Work in rhythm and the pick bites deeper.
Quill & Parchment | juniper.co | FQN | social utility | feather:cream | Books with pictures, margins, tables and an index.
Rainbarrel | saltmarsh | FQNO | technology storage | drop:teal | Collect, pipe and pour rain. Plumbing without magic.
Redwing | fernhollow | FQ | mobs worldgen | bird:ember | Birds that leave in autumn and return with the thaw.
Reedcutter | saltmarsh | FQN | decoration technology | wheat:moss | Thatch, baskets and pens from what grows at the water.
Rookery Towers | juniper.co | FQN | adventure worldgen | tower:slate | Ruined towers with stairs, stories and somebody still upstairs.
Root Cellar | oakapple | FQN | food storage | carrot:ember | Cool, dark and full until spring.
Rowan Charms | hollowreed | FQN | magic equipment | heart:rose | Charms against small misfortunes: lost boots, wet powder, creepers.
Saltpan | saltmarsh | FN | food economy | tiles:sky | Sea salt, from shallow water and patience.
Sandglass | tarnwick | FQN | utility game-mechanics | glass:cream | Timers, alarms and a day that is as long as you like.
Seaholly Coast | saltmarsh | FQN | worldgen | waves:lilac | Cliffs, coves and dunes where the land meets the tide.
Shepherd's Dial | fernhollow | FQN | mobs equipment | sun:moss | A crook, a dog and a flock that comes when called.
Slate & Chalk | vesper | FQNO | social decoration | note:stone | Boards to draw on together, wiped with a sponge.
Snowdrop Sleds | emberlyn | FQN | transportation minigame | snow:sky | Sleds, skis and a lift to bring you back up.
Songthrush | fernhollow | FQ | utility | note:mint | A music player that knows where you are and what hour it is.
Sparrow Map | juniper.co | FQNO | utility | bird:cream | A minimap of a quarter megabyte. It maps; that is all.
Spindle & Spark | hollowreed | FNO | technology magic | cog:lilac | Machines with a temper, powered by what you spin.
Starling Network | juniper.co | FQNO | library social | star:lilac | Packets between servers and clients, checked and in order. A library.
Stillwater | saltmarsh | FQ | optimization | drop:frost | Water that is calm: far fewer updates for lakes and seas.
Sundial Hours | tarnwick | FQN | utility decoration | sun:cream | Tells the time where there is sun, and admits it where there is none.
Tally Stick | oakapple | FQN | utility storage | ruler:clay | Counts what goes in and out of every chest that you mark.
Tanglewood | fernhollow | FQNO | worldgen adventure | tree:rose | A forest that changes behind you. Leave a thread.
Thimble | hollowreed | FQNO | library optimization | cup:slate | Small fixes for big inventories. A library that does not add anything to see.
Thornback Boars | fernhollow | FNO | mobs food | shield:clay | Boars that root for truffles and charge at fences.
Timber Frame | oakapple | FQN | decoration | frame:clay | Beams, braces and wattle for half-timbered houses.
Tinker's Cart | vesper | O | economy technology | cog:ember | A tinker calls, mends, trades and moves on. For Forge.
Toadflax | fernhollow | FQN | decoration worldgen | flower:lilac | Twenty wild flowers, each where it ought to grow.
Treacle Forge | vesper | O | technology food | furnace:honey | Sugar works, boiling pans and a very sticky golem. For Forge.
Umbra | tarnwick | FQ | optimization | moon:lilac | Does not draw what you cannot see. Nothing else.
Vellum | juniper.co | FQN | utility | book:cream | Search your inventory, your recipes and your chests from one field.
Vine Bridge | emberlyn | FQN | decoration transportation | leaf:ember | Rope and vine bridges, thrown across with one arrow.
Wander Signs | juniper.co | FQNO | transportation adventure | sign:clay | Signposts that know how far it is, and walk you there by night.
Wax & Wane | tarnwick | FQN | game-mechanics | moon:honey | The moon matters: tides, crops and who goes abroad at night.
"""

_RESOURCE_PACKS = """
Linen Textures | hollowreed | minecraft | simplistic vanilla-like 16x blocks | tiles:cream | Woven, warm and quiet: blocks as if sewn by hand.
Charcoal Lines | vesper | minecraft | themed 32x blocks items | peak:slate | The world in pencil, with one colour left in.
Apricot Interface | emberlyn | minecraft | tweaks gui fonts | frame:blush | Softer menus and a font that is easy on tired eyes.
Round Leaves | oakapple | minecraft | tweaks environment models | tree:mint | Leaves with a bit more body.
Sturdy Tools | vesper | minecraft | vanilla-like items equipment | pickaxe:frost | Tools that look as heavy as they are.
Night Reader | juniper.co | minecraft | utility gui locale | book:slate | Dark books, clear signs, larger numbers.
Meadow Sounds | fernhollow | minecraft | realistic audio | note:honey | Four hundred recordings from one meadow.
Parchment Maps | juniper.co | minecraft | themed gui 64x | book:honey | Maps as an old hand would have drawn them.
"""

_SHADERS = """
Golden Hour | emberlyn | iris optifine | realistic high atmosphere bloom shadows | sun:blush | Long light, all day if you like.
Paper Theatre | vesper | iris | cartoon low colored-lighting | hills:blush | Flat colours and soft shadows, as if cut from card.
Deep Water | saltmarsh | iris optifine | semi-realistic medium reflections | waves:night | Water worth looking into.
Candlelit | tarnwick | iris | fantasy medium colored-lighting bloom | flame:honey | Every light has a colour, and the night has a use for it.
"""

_MODPACKS = """
Hearthside | emberlyn | fabric | lightweight multiplayer | house:night | A village, four friends and a long winter. Sixty mods that get along.
"""

_DATAPACKS = """
Gentle Nights | tarnwick | datapack | game-mechanics | moon:frost | Fewer monsters near a lit window. No mod needed.
"""

_PLUGINS = """
Town Crier | juniper.co | paper spigot bukkit | management social | bell:ember | Announcements, votes and a notice board for Paper servers.
"""

_EMPTY = """
Plum Parlour | hollowreed | - | social | cup:rose | Not there yet: the first version is in the oven.
"""

NAMED = (
    *_parse(_MODS, "mod"),
    *_parse(_RESOURCE_PACKS, "resourcepack"),
    *_parse(_SHADERS, "shader"),
    *_parse(_MODPACKS, "modpack"),
    *_parse(_DATAPACKS, "datapack"),
    *_parse(_PLUGINS, "plugin"),
    *_parse(_EMPTY, "mod"),
)
"""The projects of the default catalogue, in the order of their identifiers."""

AUTHORS: dict[str, str] = {
    "fernhollow": "Birds, bogs and other small things.",
    "saltmarsh": "Lives where the tide comes in twice a day.",
    "hollowreed": "Cloth, boxes and libraries. Answers letters on Sundays.",
    "juniper.co": "Maps and mail. We are three people and a cat.",
    "emberlyn": "I like lamps.",
    "tarnwick": "Milliseconds, mostly.",
    "oakapple": "Fields, trees and fair prices.",
    "vesper": "Stone, wood, brass. Patience.",
}

FIRST_WORDS = (
    "Acre Alder Amber Aspen Autumn Barley Bay Birch Bracken Briar Brook Buckle Burdock Cairn Candle Cedar Chalk Cherry "
    "Chestnut Cinder Clover Coast Copper Coral Cotton Cove Crag Creek Crown Dale Dapple Dew Down Drift Dune Dusk Elder "
    "Elm Ember Evening Fable Falcon Fallow Fell Fen Fern Finch Flax Flint Flora Fog Ford Forest Fox Frost Garnet Glade "
    "Glen Gold Gorse Granite Grove Hamlet Harbour Hare Harvest Hawthorn Hazel Heath Heather Hedge Heron Hill Hollow "
    "Holly Honey Hop Indigo Iris Iron Ivy Jasper Juniper Kelp Kiln Knoll Lake Larch Lark Laurel Lavender Leaf Lichen "
    "Lilac Lime Linden Linnet Loam Lupin Mallow Maple Marble Marsh Meadow Merle Mica Mill Mint Mist Moor Moss Moth "
    "Mulberry Nettle North Oak Oat Ochre Olive Orchard Osier Otter Owl Pear Pebble Pepper Pine Plover Plum Poplar Poppy "
    "Quartz Quill Quince Rain Raven Reed Ridge River Robin Rook Rose Rowan Rush Russet Rye Saffron Sage Sand Sedge "
    "Shale Shell Shore Silver Sleet Sloe Snow Sorrel Spruce Starling Stone Summer Swift Sycamore Tansy Tarn Teal "
    "Thistle Thyme Timber Umber Vale Velvet Violet Walnut Weald Wheat Willow Winter Wold Wood Wren Yarrow Yew"
).split()

LAST_WORDS = (
    "Almanac Anvil Arch Archive Atlas Attic Axle Balcony Barn Basin Basket Beacon Bellows Bench Bind Block Boat Bower "
    "Bridge Bureau Cabinet Cage Carriage Cart Cellar Chain Chamber Chart Chest Choir Circuit Clock Coffer Compass Cook "
    "Corner Court Cradle Craft Crate Crossing Cupboard Dial Dock Door Engine Exchange Fair Farm Ferry Field Fiddle Folio "
    "Forge Fountain Frame Gallery Garden Gate Gauge Gear Guide Guild Hall Hammer Haven Hearth Helm House Inn Jetty "
    "Journal Keep Kettle Kitchen Ladder Lamp Lantern Lathe Ledger Lens Library Line Link Lock Lodge Loft Loom Mantle "
    "Map Market Mason Measure Menders Minster Mirror Mooring Mortar Nest Network Nook Notes Oven Paddock Palette Panel "
    "Parade Parcel Parlour Passage Pasture Path Pattern Pier Pipes Plough Pocket Porch Press Pulley Quarter Quay Quilt "
    "Rack Rail Record Register Rest Road Roof Room Rope Route Ruler Saddle Sail Scale School Scribe Shed Shelf Shop "
    "Signal Spindle Spring Stable Stair Stall Steps Store Story Stove Studio Table Tally Tavern Thread Tiles Timber "
    "Toolbox Tower Trade Trail Tram Tunnel Turn Vault Verge Wagon Walk Wall Watch Wharf Wheel Window Works Yard"
).split()

OPENINGS = (
    "Adds",
    "Brings back",
    "Makes room for",
    "Takes care of",
    "A better way to use",
    "For everybody who likes",
    "Finally:",
)
SUBJECTS = (
    "old stairs and new cellars",
    "small machines with visible gears",
    "long walks between villages",
    "orderly chests",
    "quiet farms by the water",
    "trade among neighbours",
    "lights that know when to go out",
    "animals with habits",
    "weather worth watching",
    "tools that last",
    "maps on real paper",
    "bread, cheese and soup",
)
ENDINGS = (
    "without changing the rest of the game.",
    "with settings for every part.",
    "and nothing else.",
    "on the client alone.",
    "that servers can afford.",
    "in the style of the game.",
    "with sixteen colours.",
)
