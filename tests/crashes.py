"""Crash reports and logs of invented mods, in the style in which games write them."""

FABRIC_INCOMPATIBLE = """\
[12:04:31] [main/INFO]: Loading Minecraft 1.21.4 with Fabric Loader 0.16.9
[12:04:31] [main/WARN]: Warnings were found!
 - Mod 'Quiet Corner' (quiet-corner) 1.0.0 recommends any version of glowmoss, which is missing!
[12:04:32] [main/ERROR]: Incompatible mods found!
net.fabricmc.loader.impl.FormattedException: Some of your mods are incompatible with the game or each other!
A potential solution has been determined, this may resolve your problem:
\t - Install tidalcore, version 2.1.0 or later.
More details:
\t - Mod 'Miller's Delight' (millers_delight) 3.3.0 requires version 2.1.0 or later of tidalcore, which is missing!
\t - Mod 'Windward Sails' (windward) 1.2.0 requires version 0.110.0 or later of mod 'Fabric API' (fabric-api), but \
only the wrong version is present: 0.92.0+1.21!
\t - Mod 'Driftglass' (driftglass) 2.0.0 is incompatible with any version of mod 'Alder Workshop' (alder), but a \
matching version is present: 4.1.0!
\t - Mod 'Newer' (newer) 1.0.0 requires version 22 or later of 'OpenJDK 64-Bit Server VM' (java), but only the wrong \
version is present: 21!
\tat net.fabricmc.loader.impl.FormattedException.ofLocalized(FormattedException.java:51)
"""

FABRIC_ENTRYPOINT = """\
---- Minecraft Crash Report ----
// This doesn't make any sense!

Time: 2026-03-04 12:13:14
Description: Initializing game

java.lang.RuntimeException: Could not execute entrypoint stage 'client' due to errors, provided by 'alder' at \
'com.example.alder.AlderClient'!
\tat net.fabricmc.loader.impl.FabricLoaderImpl.lambda$invokeEntrypoints$2(FabricLoaderImpl.java:388)
Caused by: java.lang.NoClassDefFoundError: com/example/tide/api/Wave
\tat knot//com.example.alder.AlderClient.onInitializeClient(AlderClient.java:21)
\tat net.minecraft.class_310.handler$zcd000$windward$onStart(class_310.java:2100)
Caused by: java.lang.ClassNotFoundException: com.example.tide.api.Wave

A detailed walkthrough of the error, its code path and all known details is as follows:
---------------------------------------------------------------------------------------

-- System Details --
Details:
\tMinecraft Version: 1.21.4
\tFabric Mods:
\t\talder: Alder Workshop 4.1.0
"""

FABRIC_MIXIN = """\
[13:00:00] [Render thread/ERROR]: Mixin apply for mod driftglass failed driftglass.mixins.json:SandMixin from mod \
driftglass -> net.minecraft.class_2346: org.spongepowered.asm.mixin.injection.throwables.InvalidInjectionException \
Critical injection failure: @Inject annotation on onFall could not find any targets
[13:00:01] [Render thread/ERROR]: Minecraft has crashed!
java.lang.RuntimeException: Mixin transformation of net.minecraft.class_2346 failed
Caused by: org.spongepowered.asm.mixin.transformer.throwables.MixinApplyError: Mixin \
[driftglass.mixins.json:SandMixin from mod driftglass] from phase [DEFAULT] in config [driftglass.mixins.json] FAILED \
during APPLY
"""

FORGE_LOADING = """\
---- Minecraft Crash Report ----
// Sorry :(

Time: 2026-03-04 12:13:14
Description: Mod loading error has occurred

java.lang.Exception: Mod Loading has failed
\tat net.minecraftforge.logging.CrashReportExtender.dumpModLoadingCrashReport(CrashReportExtender.java:55)

-- MOD alder --
Details:
\tMod File: /C:/Users/Sam/curseforge/minecraft/Instances/Meadow/mods/alder-4.1.0.jar
\tFailure message: Alder Workshop (alder) has failed to load correctly
\t\t§7java.lang.NoClassDefFoundError: com/example/tide/api/Wave
\tMod Version: 4.1.0
\tMod Issue URL: <None>
\tException message: java.lang.ClassNotFoundException: com.example.tide.api.Wave
Stacktrace:
\tat jdk.internal.loader.BuiltinClassLoader.loadClass(BuiltinClassLoader.java:641) ~[?:?] {}
\tat com.example.alder.Alder.<init>(Alder.java:31) ~[alder-4.1.0.jar%23155!/:4.1.0] {re:classloading}

-- System Details --
Details:
\tMinecraft Version: 1.20.1
"""

NEOFORGE_LOADING = """\
---- Minecraft Crash Report ----

Time: 2026-03-04 12:13:14
Description: Mod loading failures have occurred; consult the issue messages for more details

net.neoforged.neoforge.logging.CrashReportExtender$ModLoadingCrashException: Mod loading has failed

-- Mod loading issue for: windward --
Details:
\tMod file: C:\\Games\\Meadow\\mods\\windward-1.2.0.jar
\tFailure message: Mod §ewindward§r requires §6tidalcore§r §o2.1.0 or above§r
\t\t§7Currently, §6tidalcore§r§7 is §o not installed
\tMod version: 1.2.0
Stacktrace:
\tat TRANSFORMER/windward@1.2.0/com.example.windward.Sails.open(Sails.java:44) ~[windward-1.2.0.jar%23200!/:1.2.0]

Suspected Mods:
\tAlder Workshop (alder), Version: 4.1.0
\t\tIssue tracker URL: https://alder.example/issues
\t\tat TRANSFORMER/alder@4.1.0/com.example.alder.Bench.use(Bench.java:12)
"""

FML_LOG = """\
[04Mar2026 12:13:10.001] [main/ERROR] [net.minecraftforge.fml.loading.ModSorter/LOADING]: Missing or unsupported \
mandatory dependencies:
\tMod ID: 'tidalcore', Requested by: 'alder', Expected range: '[2.1,)', Actual version: '[MISSING]'
\tMod ID: 'forge', Requested by: 'windward', Expected range: '[47.2,)', Actual version: '47.1.0'
"""

TOO_OLD_A_JAVA = """\
[12:00:00] [main/ERROR]: Failed to start the minecraft server
java.lang.UnsupportedClassVersionError: com/example/alder/Alder has been compiled by a more recent version of the Java \
Runtime (class file version 65.0), this version of the Java Runtime only recognizes class file versions up to 61.0
"""

OUT_OF_MEMORY = """\
---- Minecraft Crash Report ----

Time: 2026-03-04 12:13:14
Description: Exception in server tick loop

java.lang.OutOfMemoryError: Java heap space
\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537)
"""

QUIET_LOG = """\
[12:00:00] [Render thread/INFO]: Setting user: Sam
[12:00:01] [Render thread/WARN]: Mixin apply for mod glowmoss failed softly, which is nothing
[12:30:00] [Render thread/INFO]: Stopping!
"""

OLD_FORGE = """\
---- Minecraft Crash Report ----

Time: 3/4/26 12:13 PM
Description: There was a severe problem during mod loading that has caused the game to fail

net.minecraftforge.fml.common.LoaderExceptionModCrash: Caught exception from Alder Workshop (alder)
Caused by: java.lang.NullPointerException
"""

PAPER_LOG = """\
[12:00:00] [Server thread/INFO]: [Windward] Enabling Windward v1.2.0
[12:00:00] [Server thread/ERROR]: Error occurred while enabling Windward v1.2.0 (Is it up to date?)
java.lang.IllegalStateException: The wind has died
[12:00:01] [Server thread/ERROR]: Could not load 'plugins/Alder-4.1.0.jar' in folder 'plugins'
org.bukkit.plugin.UnknownDependencyException: Unknown dependency Tidal. Please download and install it.
[12:00:02] [Server thread/INFO]: Done (3.2s)! For help, type "help"
"""
