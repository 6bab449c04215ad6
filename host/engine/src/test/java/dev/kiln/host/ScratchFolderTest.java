package dev.kiln.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.testing.LeftScratch;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
  @TempDir Path temp;

  @Test
  void nothingIsLeftOfOneThatWasClosed() throws IOException {
    try (ScratchFolder scratch = ScratchFolder.in(temp.resolve("new"))) {
      Files.createDirectories(scratch.resolve("a/b"));
      Files.writeString(scratch.resolve("a/b/c"), "x");
    }
    assertThat(temp.resolve("new")).isEmptyDirectory();
  }

  @Test
  void aSweepLeavesTheFoldersOfItsOwnProcess() throws IOException {
    try (ScratchFolder scratch = ScratchFolder.in(temp)) {
      ScratchFolder.sweep(temp);
      assertThat(scratch.resolve("lock")).exists();
    }
  }

  @Test
  void aSweepLeavesTheFoldersOfALivingProcessAndTakesThoseOfAKilledOne() throws Exception {
    Process owner = owner();
    try {
      assertThat(owner.getInputStream().read()).isEqualTo('!');
      ScratchFolder.sweep(temp);
      assertThat(files()).hasSize(1).allMatch(it -> Files.exists(it.resolve("half")));
    } finally {
      owner.destroyForcibly().waitFor();
    }
    ScratchFolder.sweep(temp);
    assertThat(files()).isEmpty();
  }

  @Test
  void aSweepTakesWhatWasKilledWhileItWasMadeOrDeleted() throws IOException {
    Files.createDirectories(temp.resolve(".kiln-scratch-1-0-empty"));
    LeftScratch.in(temp);
    Path others = Files.writeString(temp.resolve("lock"), "no scratch");
    ScratchFolder.sweep(temp);
    assertThat(files()).containsExactly(others);
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path precious = Files.createDirectories(temp.resolve("mine/x"));
    Path left = LeftScratch.in(temp);
    Files.createSymbolicLink(left.resolve("link"), precious.getParent());
    ScratchFolder.sweep(temp);
    assertThat(left).doesNotExist();
    assertThat(precious).exists();
  }

  @Test
  void anInterruptedThreadHasOneToo() throws IOException {
    Thread.currentThread().interrupt();
    try (ScratchFolder scratch = ScratchFolder.in(temp)) {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(scratch.resolve("lock")).exists();
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void whereNoneCanBeThereIsAReasonAndASweepIsSilent() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(() -> ScratchFolder.in(file.resolve("inside")))
        .isInstanceOf(FileSystemException.class);
    ScratchFolder.sweep(file.resolve("inside"));
    ScratchFolder.sweep(file);
    assertThat(files()).containsExactly(file);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.toList();
    }
  }

  private Process owner() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Owner.class.getName(),
            temp.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Lives until it is killed. */
  static final class Owner {
    public static void main(String[] args) throws Exception {
      ScratchFolder scratch = ScratchFolder.in(Path.of(args[0]));
      Files.writeString(scratch.resolve("half"), "half of wh");
      System.out.print('!');
      System.out.flush();
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
