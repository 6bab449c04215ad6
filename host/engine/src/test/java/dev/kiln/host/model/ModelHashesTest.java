package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kept by path and stamp. */
class ModelHashesTest {
  // FIPS 180-2, appendix B.1.
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path temp;
  private Path store;
  private Path file;

  @BeforeEach
  void file() throws IOException {
    store = temp.resolve("home/hashes.json");
    file = Files.writeString(temp.resolve("model.onnx"), "abc");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
  }

  @Test
  void hashIsKeptAcrossStartsAndNotComputedAgain() throws IOException {
    assertThat(new ModelHashes(store).knows(file)).isFalse();
    assertThat(new ModelHashes(store).of(file)).isEqualTo(ABC);
    Files.writeString(store, Files.readString(store).replace(ABC, "as it was kept"));
    ModelHashes next = new ModelHashes(store);
    assertThat(next.knows(file)).isTrue();
    assertThat(next.of(file)).isEqualTo("as it was kept");
  }

  /** cp -p, rsync -t and archives keep the time; models of one kind have one size. */
  @ParameterizedTest
  @ValueSource(strings = {"written over", "moved there"})
  void anotherFileOfTheSameSizeAndTimeIsSeen(String how) throws Exception {
    ModelHashes hashes = new ModelHashes(store);
    String stamp = SourceStamp.of(file);
    hashes.of(file);
    // The clock of a file system may tick every few milliseconds.
    Thread.sleep(50);
    Path other = how.equals("moved there") ? temp.resolve("other") : file;
    Files.writeString(other, "xyz");
    Files.setLastModifiedTime(other, FileTime.fromMillis(1_000_000));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(hashes.knows(file)).isFalse();
    assertThat(hashes.of(file)).isNotEqualTo(ABC);
    assertThat(SourceStamp.of(file)).isNotEqualTo(stamp);
  }

  @Test
  void hashIsComputedAgainWhenTimeOrSizeChanged() throws IOException {
    ModelHashes hashes = new ModelHashes(store);
    hashes.of(file);
    Files.writeString(file, "xyz");
    Files.setLastModifiedTime(file, FileTime.fromMillis(2_000_000));
    String later = hashes.of(file);
    assertThat(later).isNotEqualTo(ABC);
    Files.writeString(file, "longer");
    Files.setLastModifiedTime(file, FileTime.fromMillis(2_000_000));
    assertThat(hashes.of(file)).isNotEqualTo(ABC).isNotEqualTo(later);
  }

  @Test
  void anotherPathIsAnotherFile() throws IOException {
    ModelHashes hashes = new ModelHashes(store);
    hashes.of(file);
    Path copy = Files.copy(file, temp.resolve("copy.onnx"));
    assertThat(hashes.knows(copy)).isFalse();
    assertThat(hashes.of(copy)).isEqualTo(ABC);
  }

  @Test
  void damagedStoreIsStartedAnewAndAnUnwritableOneIsNoError() throws IOException {
    Files.createDirectories(store.getParent());
    Files.writeString(store, "{");
    assertThat(new ModelHashes(store).of(file)).isEqualTo(ABC);
    Path notAFolder = Files.writeString(temp.resolve("taken"), "");
    assertThat(new ModelHashes(notAFolder.resolve("hashes.json")).of(file)).isEqualTo(ABC);
  }
}
