package dev.kiln.plugin.systeminfo.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.plugin.systeminfo.attention.FakeLab;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.testkit.FakeApiCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemStatusTest {
  private final StatusRoute route =
      new StatusRoute(new SystemStatus(new DeviceInfo("cpu", 2), new FakeLab("sdp", "slow")));

  @SuppressWarnings("unchecked")
  private Map<String, Object> ask(String... parts) throws Exception {
    Map<String, String> query =
        parts.length == 0 ? Map.of() : Map.of(parts[0], parts.length == 1 ? "true" : parts[1]);
    return (Map<String, Object>)
        new FakeApiCall("GET", StatusRoute.PATH, query, null).jsonFrom(route);
  }

  @Test
  void itTellsOnlyWhatIsAskedFor() throws Exception {
    assertThat(ask()).containsOnlyKeys("version", "uptime", "timestamp");
    assertThat(ask("memory", "0")).containsOnlyKeys("version", "uptime", "timestamp");
    assertThat(ask("memory")).containsOnlyKeys("version", "uptime", "timestamp", "memory");
    assertThat(ask("full", "True"))
        .containsOnlyKeys(
            "version",
            "uptime",
            "timestamp",
            "memory",
            "platform",
            "flags",
            "device",
            "crossatention",
            "backend")
        .containsEntry("crossatention", "one of sdp, slow")
        .hasEntrySatisfying("device", it -> assertThat(it).isEqualTo(Map.of("active", "cpu")));
    assertThatThrownBy(() -> ask("memory", "perhaps"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("memory is neither true nor false: \"perhaps\"");
    assertThat(ask().get("uptime").toString()).matches("\\w{3} \\w{3} \\d+ [\\d:]{8} \\d{4}");
  }

  @Test
  void memoryIsThatOfTheMachineOrOfItsControlGroup(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    Files.createDirectories(root.resolve("sys/fs/cgroup"));
    assertThat(new MachineMemory(root).tell()).containsEntry("ram", Map.of());
    Files.writeString(
        root.resolve("proc/meminfo"), "MemTotal: 8388608 kB\nMemAvailable: 2097152 kB\n");
    Files.writeString(root.resolve("proc/self/status"), "VmHWM: 1048576 kB\nVmRSS: 524288 kB\n");
    assertThat(new MachineMemory(root).tell())
        .containsEntry("ram", Map.of("free", 2.0, "used", 6.0, "total", 8.0))
        .containsEntry("process", 0.5)
        .containsEntry("peak", 1.0);
    Files.writeString(root.resolve("sys/fs/cgroup/memory.max"), "max\n");
    Files.writeString(root.resolve("sys/fs/cgroup/memory.current"), "1073741824\n");
    assertThat(new MachineMemory(root).tell())
        .containsEntry("ram", Map.of("free", 2.0, "used", 6.0, "total", 8.0));
    Files.writeString(root.resolve("sys/fs/cgroup/memory.max"), "4294967296\n");
    assertThat(new MachineMemory(root).tell())
        .containsEntry("ram", Map.of("free", 3.0, "used", 1.0, "total", 4.0));
  }
}
