package dev.kiln.plugin.embeddingcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.plugin.embeddingcache.EmbeddingStore.Usage;
import dev.kiln.spi.generate.EmbeddingKey;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingStoreTest {
  private static final EmbeddingKey KEY =
      new EmbeddingKey("ab12", List.of("lora:1", "x"), List.of(857, 5, 858), 1);

  @TempDir Path folder;
  private EmbeddingStore store;

  @BeforeEach
  void open() {
    store = new EmbeddingStore(new FakeHome(folder));
  }

  private static EmbeddingKey key(int token) {
    return new EmbeddingKey("ab12", List.of(), List.of(token), 1);
  }

  private static Tensor embedding() {
    return Tensor.of(new float[] {1, -2.5f, 3e-30f, Float.MAX_VALUE, 0, -0f}, 3, 2);
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList().get(0);
    }
  }

  @Test
  void whatWasWrittenIsReadBackBitForBitByAnotherProcessToo() {
    store.write(KEY, embedding());
    Tensor read = new EmbeddingStore(new FakeHome(folder)).read(KEY).orElseThrow();
    assertThat(read.shape()).containsExactly(3, 2);
    assertThat(read.data()).containsExactly(embedding().data());
  }

  @Test
  void everyPartOfTheKeyCounts() {
    store.write(KEY, embedding());
    List<EmbeddingKey> others =
        List.of(
            new EmbeddingKey("ab13", KEY.patches(), KEY.tokenIds(), 1),
            new EmbeddingKey("ab12", List.of("lora:1"), KEY.tokenIds(), 1),
            new EmbeddingKey("ab12", List.of("x", "lora:1"), KEY.tokenIds(), 1),
            new EmbeddingKey("ab12", List.of("lora:1x", ""), KEY.tokenIds(), 1),
            new EmbeddingKey("ab12", KEY.patches(), List.of(857, 6, 858), 1),
            new EmbeddingKey("ab12", KEY.patches(), KEY.tokenIds(), 2));
    assertThat(others).allSatisfy(other -> assertThat(store.read(other)).isEmpty());
    assertThat(store.read(new EmbeddingKey("ab12", KEY.patches(), KEY.tokenIds(), 1))).isPresent();
    assertThat(store.usage()).returns(1, Usage::hits).returns(others.size(), Usage::misses);
  }

  @Test
  void anEntryThatIsCutShortAnywhereIsNotUsed() throws IOException {
    store.write(KEY, embedding());
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(store.read(KEY)).as("%d bytes of %d", length, whole.length).isEmpty();
    }
  }

  @Test
  void anEntryWithOneWrongByteAnywhereIsNotUsedAndIsReplaced() throws IOException {
    store.write(KEY, embedding());
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    for (int place = 0; place < whole.length; place++) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 0x10;
      Files.write(file, damaged);
      assertThat(store.read(KEY)).as("byte %d", place).isEmpty();
    }
    store.write(KEY, embedding());
    assertThat(store.read(KEY)).isPresent();
  }

  @Test
  void anEntryUnderAnotherKeysNameIsNotUsed() throws IOException {
    store.write(key(1), embedding());
    Path foreign = onlyFile();
    store.write(key(2), Tensor.zeros(1, 1));
    Files.write(
        folder.resolve(new Entry(key(2)).name() + ".embedding"), Files.readAllBytes(foreign));
    assertThat(store.read(key(2))).isEmpty();
  }

  @Test
  void theLeastRecentlyUsedEntriesGoFirst() throws IOException {
    for (int i = 0; i < 4; i++) {
      store.write(key(i), Tensor.zeros(77, 8));
      Path file = folder.resolve(new Entry(key(i)).name() + ".embedding");
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * (i + 1)));
    }
    store.read(key(0));
    long one = store.usage().bytes() / 4;
    store.trim(2 * one + one / 2);
    assertThat(IntStream.range(0, 4).mapToObj(i -> store.read(key(i)).isPresent()))
        .containsExactly(true, false, false, true);
  }

  @Test
  void theUsersOwnFilesStay() throws IOException {
    Path foreign = Files.createFile(folder.resolve("notes.txt"));
    store.trim(0);
    assertThat(foreign).exists();
  }

  @Test
  void clearingForgetsAllEntries() {
    store.write(KEY, embedding());
    store.clear();
    assertThat(store.usage()).isEqualTo(new Usage(0, 0, 0, 0));
  }

  @Test
  void aDiskThatCannotBeWrittenCostsOnlyTheEntry() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    EmbeddingStore broken = new EmbeddingStore(new FakeHome(file));
    broken.write(KEY, embedding());
    assertThat(broken.read(KEY)).isEqualTo(Optional.empty());
    broken.trim(0);
    assertThat(broken.usage()).isEqualTo(new Usage(0, 0, 0, 1));
  }
}
