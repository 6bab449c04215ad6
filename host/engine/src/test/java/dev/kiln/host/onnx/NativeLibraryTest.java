package dev.kiln.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  private static final String PATH = "onnxruntime.native.path";

  @TempDir Path home;
  private String former;

  @BeforeEach
  void forgetTheLibraryInUse() {
    former = System.clearProperty(PATH);
  }

  @AfterEach
  void restore() {
    System.clearProperty(PATH);
    if (former != null) {
      System.setProperty(PATH, former);
    }
  }

  @Test
  void aShortenedLibraryIsUnpackedAgain() throws IOException {
    Path library = unpacked().get(0);
    byte[] right = Files.readAllBytes(library);
    Files.write(library, new byte[5]);

    assertThat(unpacked().get(0)).hasBinaryContent(right);
  }

  @Test
  void aLibraryWithOneWrongByteIsUnpackedAgain() throws IOException {
    Path library = unpacked().get(0);
    byte[] right = Files.readAllBytes(library);
    try (RandomAccessFile file = new RandomAccessFile(library.toFile(), "rw")) {
      file.seek(right.length / 2);
      file.write(right[right.length / 2] + 1);
    }

    assertThat(unpacked().get(0)).hasBinaryContent(right);
  }

  @Test
  void emptyFoldersThatAKilledProcessLeftAreDeleted() throws IOException {
    FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    Path left = Files.createDirectory(home.resolve("onnxruntime-java1"));
    Path full = Files.createDirectory(home.resolve("onnxruntime-java2"));
    Files.createFile(full.resolve("library"));
    Path young = Files.createDirectory(home.resolve("onnxruntime-java3"));
    Files.setLastModifiedTime(left, yesterday);
    Files.setLastModifiedTime(full, yesterday);

    NativeLibrary.forget(home);

    assertThat(left).doesNotExist();
    assertThat(full.resolve("library")).exists();
    assertThat(young).exists();
  }

  @Test
  void aWholeLibraryIsLeftAsItIs() throws IOException {
    Object before = Files.getLastModifiedTime(unpacked().get(0));

    assertThat((Object) Files.getLastModifiedTime(unpacked().get(0))).isEqualTo(before);
  }

  private List<Path> unpacked() throws IOException {
    System.clearProperty(PATH);
    NativeLibrary.unpack(home);
    try (Stream<Path> files = Files.list(Path.of(System.getProperty(PATH)))) {
      List<Path> libraries = files.sorted().toList();
      assertThat(libraries).hasSize(2);
      return libraries;
    }
  }
}
