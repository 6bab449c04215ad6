package dev.kiln.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jars that one process reads and the next one knows; each folder object is a process of its own.
 */
class KnownJarsTest {
  private static final String SPI = "0.1.0";

  @TempDir private Path temp;
  private TestingPlugins plugins;

  @BeforeEach
  void jars() {
    plugins = new TestingPlugins(temp);
    plugins
        .hook("one", "first")
        .manifest("Plugin-Description", "the first")
        .manifest("Plugin-Dependencies", "two@>=1.0.0, three?@>=2.0.0")
        .dropInto(plugins.jars(), "one.jar");
    plugins.hook("two", "second").dropInto(plugins.jars(), "two.jar");
  }

  private DropFolder process(String build) {
    return new DropFolder(plugins.jars(), SPI, new KnownJars(temp, plugins.jars(), build));
  }

  private List<DroppedJar> read() {
    return process("build").read().stream().map(DropFolder.Found::jar).toList();
  }

  private Path kept() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("jars"))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void whatIsKnownIsWhatWasRead() throws IOException {
    List<DroppedJar> first = read();
    byte[] kept = Files.readAllBytes(kept());
    List<DroppedJar> second = read();
    assertThat(second).usingRecursiveComparison().isEqualTo(first);
    assertThat(second.get(0).index()).isEqualTo(first.get(0).index());
    assertThat(Files.readAllBytes(kept())).isEqualTo(kept);
  }

  @Test
  void aReplacedJarIsReadAgain() {
    String before = read().get(0).sha256();
    plugins.hook("one", "changed").dropInto(plugins.jars(), "one.jar");
    String after = read().get(0).sha256();
    assertThat(after).isNotEqualTo(before);
    assertThat(read().get(0).sha256()).isEqualTo(after);
  }

  @Test
  void damageAndOtherBuildsAreReadAgain() throws IOException {
    List<String> hashes = read().stream().map(DroppedJar::sha256).toList();
    byte[] whole = Files.readAllBytes(kept());
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    byte[] foreign = "a recipe for apple pie".getBytes(StandardCharsets.UTF_8);
    for (byte[] content :
        List.of(flipped, Arrays.copyOf(whole, whole.length / 2), foreign, new byte[0])) {
      Files.write(kept(), content);
      assertThat(read().stream().map(DroppedJar::sha256).toList()).isEqualTo(hashes);
      assertThat(Files.readAllBytes(kept())).isEqualTo(whole);
    }
    assertThat(process("another").read()).hasSize(2);
    assertThat(Files.readAllBytes(kept())).isNotEqualTo(whole);
  }

  @Test
  void whatCannotRunIsToldByEachProcess() {
    plugins.hook("bad", "x").manifest("Plugin-Version", "new").dropInto(plugins.jars(), "a.jar");
    for (int process = 0; process < 2; process++) {
      DropFolder.Found bad = process("build").read().get(0);
      assertThat(bad.jar()).isNull();
      assertThat(bad.problem()).contains("it must be three numbers like 1.0.0");
    }
  }
}
