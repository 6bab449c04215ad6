package dev.kiln.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class DiskReasonTest {
  @Test
  void noClassIsNamed() {
    assertThat(DiskReason.of(new AccessDeniedException("/a"))).isEqualTo("permission denied");
    assertThat(DiskReason.of(new NoSuchFileException("/a")))
        .isEqualTo("there is no such file or folder");
    assertThat(DiskReason.of(new FileAlreadyExistsException("/a")))
        .isEqualTo("something else of that name is there");
    assertThat(DiskReason.of(new FileNotFoundException("/a (Permission denied)")))
        .isEqualTo("Permission denied");
    assertThat(DiskReason.of(new IOException())).isEqualTo("the system does not say why");
  }

  @Test
  void aFullDiskIsSaidToBeOne() {
    assertThat(DiskReason.of(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(DiskReason.of(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("No space left on device");
  }

  @Test
  void whatNobodyExpectedIsASentenceTooWhenTheSystemRefused() {
    assertThat(DiskReason.sentence(new UncheckedIOException(new AccessDeniedException("/a"))))
        .hasValue(
            "/a cannot be read or written, permission denied; see to its rights and to the room on"
                + " its disk, or name another place");
    assertThat(DiskReason.sentence(new IllegalStateException("a bug"))).isEmpty();
  }
}
