package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputPlaceTest {
  private static final PngImage RED = new PngImage(1, 1, new byte[] {-1, 0, 0}, "red");

  @TempDir Path folder;

  @Test
  void onePictureHasTheNameAsked() throws IOException {
    Path file = folder.resolve("new/deep/x.png");
    Path written = OutputPlace.file(file, 1, 80).write(RED, 0, 7);
    assertThat(written).isEqualTo(file);
    assertThat(file).hasBinaryContent(RED.encode());
    assertThat(files(file.getParent())).containsExactly("x.png");
  }

  @Test
  void checkLeavesNothingBehind() throws IOException {
    OutputPlace.file(folder.resolve("new/x.png"), 3, 80);
    OutputPlace.folder(folder.resolve("outputs"), PictureEncoding.PNG);
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void namedFileIsReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("x.png"), "old");
    OutputPlace.file(file, 1, 80).write(RED, 0, 7);
    assertThat(file).hasBinaryContent(RED.encode());
    assertThat(files(folder)).containsExactly("x.png");
  }

  @Test
  void severalPicturesAreNumbered() throws IOException {
    OutputPlace place = OutputPlace.file(folder.resolve("a.b.PNG"), 2, 80);
    place.write(RED, 0, 7);
    place.write(RED, 1, 8);
    assertThat(files(folder)).containsExactly("a.b-1.PNG", "a.b-2.PNG");
  }

  @Test
  void whatHasANameLiesBesideThePicture() throws IOException {
    Picture picture = Picture.black(1, 1);
    picture.set(0, 0, 255, 0, 0);
    Path file = folder.resolve("a.b.PNG");
    for (String name : List.of("edges", "unit 1: depth", "../é", "/")) {
      OutputPlace.beside(file, name, picture);
    }
    assertThat(files(folder))
        .containsExactlyInAnyOrder(
            "a.b-edges.png", "a.b-unit-1-depth.png", "a.b-é.png", "a.b-other.png");
    assertThat(folder.resolve("a.b-edges.png"))
        .hasBinaryContent(new PngImage(1, 1, new byte[] {-1, 0, 0}, "").encode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.jpg", "x.JPEG", "x.webp"})
  void theEndingSaysTheFormatWhichHoldsTheText(String name) throws IOException {
    Path file = folder.resolve(name);
    assertThat(OutputPlace.file(file, 1, 80).write(RED, 0, 7)).isEqualTo(file);
    assertThat(PictureText.of(name, Files.readAllBytes(file)).infotext()).isEqualTo("red");
    assertThat(OutputPlace.beside(file, "edges", Picture.black(1, 1)))
        .isEqualTo(folder.resolve("x-edges.png"));
  }

  @Test
  void seedAndTheNextFreeNumberNameTheRest() throws IOException {
    Files.writeString(folder.resolve("7-1.png"), "mine");
    Files.createDirectory(folder.resolve("7-3.png"));
    OutputPlace place = OutputPlace.folder(folder, PictureEncoding.PNG);
    assertThat(place.write(RED, 0, 7)).isEqualTo(folder.resolve("7-2.png"));
    assertThat(place.write(RED, 1, 7)).isEqualTo(folder.resolve("7-4.png"));
    assertThat(place.write(RED, 2, 8)).isEqualTo(folder.resolve("8-1.png"));
    assertThat(folder.resolve("7-1.png")).hasContent("mine");
  }

  @Test
  void folderInPlaceOfFileIsRefused() throws IOException {
    Path x = Files.createDirectory(folder.resolve("x.png"));
    refused(x, "the output %s is a folder: name a file in it".formatted(x));

    Path second = Files.createDirectory(folder.resolve("y-2.png"));
    assertThatThrownBy(() -> OutputPlace.file(folder.resolve("y.png"), 2, 80))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the output %s is a folder: name a file in it", second);
  }

  @Test
  void fileInPlaceOfFolderIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    String message =
        "the output cannot be written, %s is not a folder: name another place".formatted(file);
    refused(file.resolve("x.png"), message);
    assertThatThrownBy(() -> OutputPlace.folder(file, PictureEncoding.PNG))
        .isInstanceOf(BadRequest.class)
        .hasMessage(message);
  }

  @Test
  void otherKindsOfFilesAreRefused() {
    Path file = folder.resolve("x.bmp");
    refused(
        file,
        "the ending of the output %s is \"bmp\"; it must be png, jpg, jpeg or webp"
            .formatted(file));
  }

  @Test
  void nameThatTheSystemRefusesIsRefused() {
    Path file = folder.resolve("x".repeat(300) + ".png");
    assertThatThrownBy(() -> OutputPlace.file(file, 1, 80))
        .isInstanceOf(BadRequest.class)
        .hasMessageMatching("the output .* cannot be written, .*: name another place");
  }

  @Test
  void failureLeavesNoPart() throws IOException {
    Path file = folder.resolve("x.png");
    OutputPlace place = OutputPlace.file(file, 1, 80);
    Files.createDirectories(file.resolve("in the way"));
    assertThatThrownBy(() -> place.write(RED, 0, 7)).isInstanceOf(BadRequest.class);
    assertThat(files(folder)).containsExactly("x.png");
  }

  @Test
  void interruptDoesNotCutAPicture() throws IOException {
    OutputPlace place = OutputPlace.folder(folder, PictureEncoding.PNG);
    Thread.currentThread().interrupt();
    try {
      place.write(RED, 0, 7);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(files(folder)).containsExactly("7-1.png");
    assertThat(folder.resolve("7-1.png")).hasBinaryContent(RED.encode());
  }

  @Test
  void folderThatBecameAFileIsRefused() throws IOException {
    Path outputs = folder.resolve("outputs");
    OutputPlace place = OutputPlace.folder(outputs, PictureEncoding.PNG);
    Files.writeString(outputs, "x");
    assertThatThrownBy(() -> place.write(RED, 0, 7)).isInstanceOf(BadRequest.class);
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> OutputPlace.file(file, 1, 80))
        .isInstanceOf(BadRequest.class)
        .hasMessage(message);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
