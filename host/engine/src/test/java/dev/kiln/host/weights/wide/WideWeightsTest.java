package dev.kiln.host.weights.wide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightFiles;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.testing.LeftScratch;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.Safetensors;
import dev.kiln.host.weights.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideWeightsTest {
  private static final int ALL = 1 << 16;

  @TempDir Path temp;
  private Path home;
  private Path models;

  @BeforeEach
  void makeFolders() throws IOException {
    home = temp.resolve("home");
    models = Files.createDirectories(temp.resolve("models"));
  }

  /** The definition of IEEE 754's binary16 and of bfloat16, in doubles, which hold both exactly. */
  @ParameterizedTest
  @CsvSource({"FLOAT16, 5", "BFLOAT16, 8"})
  void everyNarrowNumberBecomesTheFloatOfItsValue(ElementType type, int exponentBits)
      throws IOException {
    int fractionBits = 15 - exponentBits;
    int infinite = (1 << exponentBits) - 1;
    int bias = infinite / 2;
    int[] floats = wideBits(type);
    for (int bits = 0; bits < ALL; bits++) {
      double sign = bits >= 0x8000 ? -1 : 1;
      int exponent = bits >> fractionBits & infinite;
      double fraction = (bits & (1 << fractionBits) - 1) / (double) (1 << fractionBits);
      double value =
          exponent == 0
              ? sign * fraction * Math.pow(2, 1 - bias)
              : sign * (1 + fraction) * Math.pow(2, exponent - bias);
      if (exponent < infinite) {
        assertThat(floats[bits]).isEqualTo(Float.floatToRawIntBits((float) value));
      } else if (fraction == 0) {
        assertThat(Float.intBitsToFloat(floats[bits]))
            .isEqualTo(sign < 0 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY);
      } else {
        assertThat(Float.intBitsToFloat(floats[bits])).isNaN();
      }
    }
  }

  /** Float8Test has all their values; here 448 and -57344, and what lies between two chunks. */
  @Test
  void numbersOfOneByteBecomeFloats() throws IOException {
    int many = (1 << 18) + 3;
    byte[] bytes = new byte[many];
    Arrays.fill(bytes, (byte) 0x38);
    bytes[0] = 0x7e;
    bytes[many - 1] = (byte) 0xb8;
    Graph graph =
        graph(
            model(
                "small",
                bytes("a", ElementType.FLOAT8E4M3FN, bytes),
                bytes("b", ElementType.FLOAT8E5M2, (byte) 0xfb, (byte) 0x3c),
                half("c", 0x3c00)));
    wide(1 << 24).widen(graph, "unet");
    float[] values = values(graph, "a");
    assertThat(values).hasSize(many).startsWith(448, 1, 1).endsWith(1, 1, -1);
    assertThat(values(graph, "b")).containsExactly(-57344, 1);
    assertThat(values(graph, "c")).containsExactly(1);
  }

  private static Weight bytes(String name, ElementType type, byte... bytes) {
    return new Weight(name, type, new long[] {bytes.length}, new Weight.Inline(bytes));
  }

  @Test
  void aGraphThatIsWideAlreadyIsNotTouched() throws IOException {
    Path file = model("wide", Weight.floats("a", new long[] {2}, 1, 2));
    Graph graph = graph(file);
    Weight before = graph.weights().get("a");
    wide(1 << 20).widen(graph, "unet");
    assertThat(graph.weights().get("a")).isSameAs(before);
    assertThat(models.resolve(".kiln-f32")).doesNotExist();
  }

  @Test
  void allWeightsComeToLieInOneFileBesideTheModelOnce() throws IOException {
    Path file = model("mixed", half("a", 0x3c00, 0xc000), Weight.floats("b", new long[] {1}, 7));
    Graph graph = graph(file);
    graph.add(graph.weights().get("a").named("same"));
    wide(1 << 20).widen(graph, "unet");
    Path copy = copies().get(0);
    assertThat(WeightFiles.of(graph)).containsExactly(copy.toRealPath());
    assertThat(values(graph, "a")).containsExactly(1, -2);
    assertThat(values(graph, "b")).containsExactly(7);
    assertThat(graph.weights().get("same").data()).isEqualTo(graph.weights().get("a").data());
    FileTime made = Files.getLastModifiedTime(copy);
    Graph second = graph(file);
    wide(1 << 20).widen(second, "unet");
    assertThat(copies()).containsExactly(copy);
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(made);
    assertThat(Safetensors.read(copy).metadata())
        .containsEntry("kiln.source", new ModelHashes(temp.resolve("other.json")).of(file));
  }

  @Test
  void aDamagedOrDeletedCopyIsMadeAgain() throws IOException {
    Path file = model("model", half("a", 0x3c00));
    WideWeights wide = wide(1 << 20);
    wide.widen(graph(file), "unet");
    Path copy = copies().get(0);
    byte[] sound = Files.readAllBytes(copy);
    for (int at : new int[] {2, 20, sound.length - 1}) {
      byte[] bytes = sound.clone();
      bytes[at] ^= 1;
      Files.write(copy, bytes);
      Files.setLastModifiedTime(copy, FileTime.from(Instant.now().plusSeconds(at)));
      wide.widen(graph(file), "unet");
      assertThat(copies()).containsExactly(copy);
      assertThat(copy).hasBinaryContent(sound);
    }
    Files.delete(copy);
    Graph graph = graph(file);
    wide.widen(graph, "unet");
    assertThat(values(graph, "a")).containsExactly(1);
  }

  @Test
  void anotherModelOfTheSameNameIsAnotherCopy() throws IOException {
    Graph first = graph(model("model", half("a", 0x3c00)));
    wide(1 << 20).widen(first, "unet");
    Graph second = graph(model("model", half("a", 0x4000)));
    wide(1 << 20).widen(second, "unet");
    assertThat(values(second, "a")).containsExactly(2);
    assertThat(values(first, "a")).containsExactly(1);
    assertThat(copies()).hasSize(2);
  }

  @Test
  void theLeastRecentlyUsedCopyGoesFirstAndNeverTheNewest() throws IOException {
    WideWeights wide = wide(1);
    wide.widen(graph(model("one", half("a", 1))), "unet");
    Path first = copies().get(0);
    wide.widen(graph(model("two", half("a", 2))), "unet");
    assertThat(copies()).as("one may be about to be opened").hasSize(2).contains(first);
    age(first);
    Path abandoned = LeftScratch.in(models.resolve(".kiln-f32"));
    wide.widen(graph(model("three", half("a", 3))), "unet");
    assertThat(copies()).hasSize(2).doesNotContain(first, abandoned);
  }

  @Test
  void aFolderThatCannotBeWrittenIsReplacedByTheHosts() throws IOException {
    Path file = model("model", half("a", 0x3c00));
    Files.writeString(models.resolve(".kiln-f32"), "a file in its place");
    Graph graph = graph(file);
    wide(1 << 20).widen(graph, "unet");
    assertThat(WeightFiles.of(graph)).allMatch(copy -> copy.startsWith(home.resolve("f32")));
    assertThat(values(graph, "a")).containsExactly(1);
    Files.delete(WeightFiles.of(graph).iterator().next());
    Files.delete(home.resolve("f32"));
    Files.writeString(home.resolve("f32"), "another");
    assertThatThrownBy(() -> wide(1 << 20).widen(graph(file), "unet"))
        .isInstanceOf(OutOfResources.class)
        .hasMessageStartingWith(
            "the float32 copy of unet of " + models.toRealPath() + ", 0 MB, can be")
        .hasMessageEndingWith("; free some space or make one of them writable");
  }

  @Test
  void twoThatMakeACopyAtOnceMakeOne() throws Exception {
    int[] bits = new int[3_000_000];
    Arrays.setAll(bits, i -> i);
    Path file = model("model", half("a", bits));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Graph> make =
          () -> {
            Graph graph = graph(file);
            // Each with hashes of its own, as in another process.
            Path own = Files.createTempDirectory(temp, "own").resolve("hashes.json");
            new WideWeights(new ModelHashes(own), home.resolve("f32"), 1 << 30)
                .widen(graph, "unet");
            return graph;
          };
      for (Future<Graph> made : threads.invokeAll(List.of(make, make))) {
        Weight weight = made.get().weights().get("a");
        float[] values = WeightValues.floats(weight);
        assertThat(values).hasSize(bits.length);
        assertThat(values[0x3c00]).isEqualTo(1);
        assertThat(values[65536 * 45 + 0x4000]).isEqualTo(2);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(copies()).hasSize(1);
  }

  private WideWeights wide(long budget) {
    return new WideWeights(
        new ModelHashes(home.resolve("hashes.json")), home.resolve("f32"), budget);
  }

  private int[] wideBits(ElementType type) throws IOException {
    int[] bits = new int[ALL];
    Arrays.setAll(bits, i -> i);
    Weight narrow = half("a", bits);
    Path file = model(type.name(), new Weight("a", type, narrow.shape(), narrow.data()));
    Graph graph = graph(file);
    wide(1 << 20).widen(graph, "unet");
    Weight weight = graph.weights().get("a");
    assertThat(weight.type()).isEqualTo(ElementType.FLOAT);
    Weight.InFile place = (Weight.InFile) weight.data();
    int[] floats = new int[ALL];
    ByteBuffer.wrap(Files.readAllBytes(place.file()))
        .order(ByteOrder.LITTLE_ENDIAN)
        .position((int) place.offset())
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(floats);
    return floats;
  }

  private Path model(String name, Weight... weights) throws IOException {
    Path file = models.resolve(name + ".safetensors");
    new SafetensorsWriter(Map.of(), Stream.of(weights).map(NewTensor::copy).toList()).write(file);
    return file;
  }

  private static Graph graph(Path file) {
    Graph graph = new Graph("test");
    Safetensors.read(file).tensors().values().forEach(tensor -> graph.add(tensor.weight()));
    return graph;
  }

  private static Weight half(String name, int... bits) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int one : bits) {
      bytes.putShort((short) one);
    }
    return new Weight(
        name, ElementType.FLOAT16, new long[] {bits.length}, new Weight.Inline(bytes.array()));
  }

  private static float[] values(Graph graph, String name) {
    return WeightValues.floats(graph.weights().get(name));
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(models.resolve(".kiln-f32"))) {
      return files.sorted().toList();
    }
  }

  private static void age(Path file) throws IOException {
    Files.getFileAttributeView(file, BasicFileAttributeView.class)
        .setTimes(null, FileTime.from(Instant.now().minus(Duration.ofHours(1))), null);
  }
}
