package dev.kiln.host.plugin;

import static dev.kiln.host.plugin.TestingPlugins.line;
import static dev.kiln.host.plugin.TestingPlugins.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.DenoiseHook;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that cannot run, each beside a good one that must. */
class BadJarsTest {
  private static final String DAMAGED =
      " is no readable jar: it is damaged or incomplete, copy it again";

  @TempDir private Path temp;
  private TestingPlugins plugins;

  @BeforeEach
  void aGoodOne() {
    plugins = new TestingPlugins(temp);
    plugins.hook("good", "fine").dropInto(plugins.jars(), "good.jar");
  }

  @Test
  void jarWithoutAManifest() throws IOException {
    plugins.hook("bad", "x").withoutManifest().dropInto(plugins.jars(), "bad.jar");
    fails("bad.jar", "bad.jar has no META-INF/MANIFEST.MF; build it with the plugin parent pom");
  }

  @Test
  void fileThatIsNoJar() throws IOException {
    byte[] good = Files.readAllBytes(plugins.jars().resolve("good.jar"));
    Files.write(plugins.jars().resolve("empty.jar"), new byte[0]);
    Files.writeString(plugins.jars().resolve("text.jar"), "not a jar");
    Files.write(plugins.jars().resolve("half.jar"), Arrays.copyOf(good, good.length / 2));
    Files.createDirectory(plugins.jars().resolve("folder.jar"));
    for (String name : new String[] {"empty.jar", "text.jar", "half.jar"}) {
      fails(name, name + DAMAGED);
    }
  }

  @Test
  void idThatIsNoId() throws IOException {
    for (String id : new String[] {"../../etc", "Big", "a b", "1st"}) {
      plugins.hook(id, "x").dropInto(plugins.jars(), "bad.jar");
      fails(
          "bad.jar",
          "bad.jar has the Plugin-Id \""
              + id
              + "\" in its manifest; give it one of lower-case letters, digits and dashes");
    }
  }

  @Test
  void requirementThatIsNoRange() throws IOException {
    plugins
        .hook("bad", "x")
        .manifest("Plugin-Requires", "banana")
        .dropInto(plugins.jars(), "b.jar");
    fails("bad", "its Plugin-Requires \"banana\" is no version range like >=0.1.0 & <0.2.0");
  }

  @Test
  void requirementWithoutAnEnd() throws IOException {
    for (String range : new String[] {">=0.1.0", "*", ">=0.1.0 | <0.2.0", ""}) {
      plugins.hook("bad", "x").manifest("Plugin-Requires", range).dropInto(plugins.jars(), "b.jar");
      fails(
          "bad",
          "its Plugin-Requires \""
              + range
              + "\" has no end; a later SPI may break it, so write a range like"
              + " >=0.1.0 & <0.2.0");
    }
  }

  /** Small files that take gigabytes when they are read as a whole. */
  @Test
  void jarWithAHugeManifestOrIndex() throws IOException {
    byte[] huge = new byte[5 << 20];
    Arrays.fill(huge, (byte) ' ');
    plugins
        .hook("bad", "x")
        .file("META-INF/kiln/index.json", huge)
        .dropInto(plugins.jars(), "b.jar");
    fails("bad", "its META-INF/kiln/index.json is larger than 4 MB; build the jar again");
    plugins
        .hook("bad", "x")
        .withoutManifest()
        .file("META-INF/MANIFEST.MF", huge)
        .dropInto(plugins.jars(), "b.jar");
    fails("b.jar", "its META-INF/MANIFEST.MF is larger than 4 MB; build the jar again");
  }

  @Test
  void jarThatIsTooLargeOrHasTooManyEntries() throws IOException {
    Path jar = plugins.jars().resolve("large.jar");
    try (RandomAccessFile sparse = new RandomAccessFile(jar.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    fails(
        "large.jar", "large.jar is 3072 MB large; a plugin keeps its data in a folder of its own");
    Files.delete(jar);
    // The end record alone says how much there would be to read.
    ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
    end.putInt(0x06054b50).putInt(12, 1 << 30);
    Files.write(jar, end.array());
    fails(
        "large.jar",
        "large.jar has too many entries; a plugin keeps its data in a folder of its own");
  }

  @Test
  void jarThatBringsTheSpi() throws IOException {
    plugins
        .hook("bad", "x")
        .file("dev/kiln/spi/hook/Panel.class", new byte[] {1})
        .dropInto(plugins.jars(), "b.jar");
    fails("bad", "it contains the SPI itself (dev/kiln/spi); give kiln-spi the scope provided");
  }

  @Test
  void indexOfSomethingElse() throws IOException {
    String reason =
        "its META-INF/kiln/index.json is none that this host understands; compile it again with"
            + " this host's SPI";
    for (String index : new String[] {"{", "{}", "[]", "{\"extensions\": [{}], \"options\": []}"}) {
      plugins
          .hook("bad", "x")
          .file("META-INF/kiln/index.json", index.getBytes(StandardCharsets.UTF_8))
          .dropInto(plugins.jars(), "b.jar");
      fails("bad", reason);
    }
  }

  @Test
  void indexWithoutExtensions() throws IOException {
    PluginJar.of("bad", "1.0.0")
        .file(
            "META-INF/kiln/index.json",
            "{\"extensions\": [], \"options\": []}".getBytes(StandardCharsets.UTF_8))
        .dropInto(plugins.jars(), "b.jar");
    fails("bad", "it declares no extensions; annotate a hook class with @Extension");
  }

  @Test
  void serviceThatTheHostDoesNotLend() throws IOException {
    plugins
        .hook("bad", "x")
        .source(
            "demo.Wish",
            """
            package demo;
            @jakarta.inject.Singleton
            public class Wish {
              @jakarta.inject.Inject Wish(Runnable unknown) {}
            }
            """)
        .dropInto(plugins.jars(), "b.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThatThrownBy(() -> runtime.open(request("bad", Map.of())))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith(
              "plugin 'bad' cannot be used: it failed to start: WELD-001408: Unsatisfied"
                  + " dependencies for type Runnable");
      assertGoodRuns(runtime);
    }
  }

  @Test
  void classThatIsNotInTheJar() throws IOException {
    plugins.hook("bad", "x").file("demo/Hook.class", new byte[0]).dropInto(plugins.jars(), "b.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThatThrownBy(() -> runtime.open(request("bad", Map.of())))
          .isInstanceOf(BadRequest.class)
          .hasMessage(
              "plugin 'bad' cannot be used: it failed to start: the class demo.Hook is neither in the jar nor in the SPI; bundle it if it is a library's");
      assertGoodRuns(runtime);
    }
  }

  @Test
  void classOfTheHost() throws IOException {
    plugins
        .hook("bad", "x")
        .source(
            "demo.Prying",
            """
            package demo;
            @org.pf4j.Extension
            public class Prying implements dev.kiln.spi.hook.Panel {
              private final Object host = dev.kiln.host.pipeline.hook.HookSource.NONE;
              public String title() { return host.toString(); }
              public String html() { return ""; }
            }
            """)
        .dropInto(plugins.jars(), "b.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThatThrownBy(() -> runtime.open(request("bad", Map.of())))
          .isInstanceOf(BadRequest.class)
          .hasMessage(
              "plugin 'bad' cannot be used: it failed to start: the class"
                  + " dev.kiln.host.pipeline.hook.HookSource is neither in the jar nor in the SPI;"
                  + " bundle it if it is a library's");
      assertGoodRuns(runtime);
    }
  }

  @Test
  void folderThatIsAFile() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(
            () ->
                new PluginRuntime(
                    new RuntimeSettings(file, plugins.home(), false, "0.1.0", HostPlaces.NONE),
                    Map.of()))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the plugin folder " + file + " cannot be read; name a folder with --plugins");
  }

  private void fails(String id, String reason) {
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThat(line(runtime, id).state()).isEqualTo(JarState.FAILED);
      assertThat(line(runtime, id).reason()).isEqualTo(reason);
      assertGoodRuns(runtime);
    }
  }

  private static void assertGoodRuns(PluginRuntime runtime) {
    try (Hooks hooks = runtime.open(request("good", Map.of()))) {
      assertThat(hooks.of(DenoiseHook.class).get(0).extension()).hasToString("fine");
    }
  }
}
