package dev.kiln.plugin.systeminfo.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.plugin.systeminfo.FakeHost;
import dev.kiln.plugin.systeminfo.attention.FakeLab;
import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.HostState;
import dev.kiln.spi.testkit.FakeApiCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemStatusTest {
  private static final long GIGABYTE = 1 << 30;

  static StatusRoute route(HostState host) {
    DeviceInfo device = new DeviceInfo("cpu", 2);
    Machine machine = new Machine(device);
    FakeLab lab = new FakeLab("sdp", "slow");
    return new StatusRoute(
        new SystemStatus(device, lab, host, machine, new MachineMemory(machine)));
  }

  private static Map<String, Object> ask(String... parts) throws Exception {
    return ask(FakeHost.IDLE, parts);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> ask(HostState host, String... parts) throws Exception {
    Map<String, String> query =
        parts.length == 0 ? Map.of() : Map.of(parts[0], parts.length == 1 ? "true" : parts[1]);
    return (Map<String, Object>)
        new FakeApiCall("GET", StatusRoute.PATH, query, null).jsonFrom(route(host));
  }

  @Test
  void itTellsOnlyWhatIsAskedFor() throws Exception {
    assertThat(ask()).containsOnlyKeys("version", "uptime", "timestamp");
    assertThat(ask("memory", "0")).containsOnlyKeys("version", "uptime", "timestamp");
    assertThat(ask("refresh")).containsOnlyKeys("version", "uptime", "timestamp");
    assertThat(ask("memory")).containsOnlyKeys("version", "uptime", "timestamp", "memory");
    assertThat(ask("state")).containsOnlyKeys("version", "uptime", "timestamp", "state");
    assertThatThrownBy(() -> ask("memory", "perhaps"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("memory is neither true nor false: \"perhaps\"");
    assertThat(ask().get("uptime").toString()).matches("\\w{3} \\w{3} \\d+ [\\d:]{8} \\d{4}");
  }

  // The keys of scripts/system-info.py in vladmandic/sd-extension-system-info, as far as there is
  // such a thing here.
  @Test
  void askedForAllItHasTheFieldsOfTheExtension() throws Exception {
    Map<String, Object> full = ask("full", "True");
    assertThat(full)
        .containsOnlyKeys(
            "version",
            "uptime",
            "timestamp",
            "state",
            "memory",
            "date",
            "platform",
            "gpu",
            "flags",
            "libs",
            "repos",
            "device",
            "model",
            "schedulers",
            "extensions",
            "crossatention",
            "crossattention",
            "backend",
            "pipeline")
        .containsEntry("version", Map.of("app", "kiln", "tag", "0.1.0"))
        .containsEntry("crossatention", "one of sdp, slow")
        .containsEntry("libs", Map.of("onnxruntime", "1.29.0"))
        .containsEntry("repos", Map.of("attention-sdp", "0.1.0", "lora", "0.1.0"))
        .containsEntry("model", Map.of("base", "default"))
        .containsEntry("schedulers", List.of("Euler", "Euler a"))
        .containsEntry("extensions", List.of("attention-sdp (enabled)", "lora (disabled)"))
        .containsEntry("backend", "ONNX Runtime 1.29.0");
    assertThat((Map<?, ?>) full.get("platform"))
        .extracting("arch")
        .isEqualTo(System.getProperty("os.arch"));
  }

  @Test
  void theGenerationUnderWayIsToldAsTheExtensionTellsIt() throws Exception {
    HostState busy =
        new FakeHost(
            "sdp, 14/14 sites: the fastest",
            Optional.of(new HostState.Running("job-1", 3, 5, 20, 1, 4, true)));
    Map<?, ?> state = (Map<?, ?>) ask(busy, "state").get("state");
    assertThat(state.get("started").toString()).matches("\\w{3} \\w{3} \\d+ [\\d:]{8} \\d{4}");
    assertThat(state)
        .isEqualTo(
            Map.of(
                "started", state.get("started"),
                "step", "5 / 20",
                "jobs", "1 / 4",
                "flags", "interrupted",
                "job", "job-1",
                "text-info", ""));
    assertThat(ask("state").get("state"))
        .isEqualTo(
            Map.of(
                "started",
                "",
                "step",
                "0 / 0",
                "jobs",
                "0 / 0",
                "flags",
                "",
                "job",
                "",
                "text-info",
                ""));
    assertThat(ask(busy, "full")).containsEntry("crossatention", "sdp, 14/14 sites: the fastest");
  }

  @Test
  void memoryIsThatOfTheMachineOrOfItsControlGroup(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    Files.createDirectories(root.resolve("sys/fs/cgroup"));
    Map<String, Object> machine = Map.of("free", 2.0, "used", 6.0, "total", 8.0);
    assertThat(MachineMemory.ram(8 * GIGABYTE, 2 * GIGABYTE, root)).isEqualTo(machine);
    assertThat(MachineMemory.peak(root)).isEmpty();
    Files.writeString(root.resolve("proc/self/status"), "VmHWM: 1048576 kB\nVmRSS: 524288 kB\n");
    assertThat(MachineMemory.peak(root)).hasValue(GIGABYTE);
    Files.writeString(root.resolve("sys/fs/cgroup/memory.max"), "max\n");
    Files.writeString(root.resolve("sys/fs/cgroup/memory.current"), "1073741824\n");
    assertThat(MachineMemory.ram(8 * GIGABYTE, 2 * GIGABYTE, root)).isEqualTo(machine);
    Files.writeString(root.resolve("sys/fs/cgroup/memory.max"), "4294967296\n");
    assertThat(MachineMemory.ram(8 * GIGABYTE, 2 * GIGABYTE, root))
        .isEqualTo(Map.of("free", 3.0, "used", 1.0, "total", 4.0));
  }
}
