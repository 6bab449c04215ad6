package dev.kiln.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessorTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceHasTheNameThatLinuxTells() throws IOException {
    String processor = Processor.device().processor();
    String told = Files.readString(Path.of("/proc/cpuinfo"));
    if (told.contains("model name")) {
      assertThat(told).containsPattern("model name\\s*: \\Q" + processor + "\\E\\s*\n");
    } else {
      assertThat(processor).isEqualTo(System.getProperty("os.arch"));
    }
  }
}
