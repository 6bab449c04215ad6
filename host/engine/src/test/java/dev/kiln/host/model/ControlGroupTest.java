package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are as Linux documents them in cgroup-v2.rst and cgroup-v1/memory.rst. */
class ControlGroupTest {
  @TempDir private Path root;

  @Test
  void limitOfVersionTwoCountsWithoutWhatTheKernelGivesBack() throws IOException {
    write("proc/self/cgroup", "0::/outer/inner\n");
    write("sys/fs/cgroup/outer/inner/memory.max", "max\n");
    write("sys/fs/cgroup/outer/inner/memory.current", "5\n");
    write("sys/fs/cgroup/outer/memory.max", "1000\n");
    write("sys/fs/cgroup/outer/memory.current", "700\n");
    write("sys/fs/cgroup/outer/memory.stat", "anon 100\ninactive_file 300\nfile 9\n");
    assertThat(new ControlGroup(root).limit()).isEqualTo(1000);
    assertThat(new ControlGroup(root).available()).isEqualTo(600);
  }

  @Test
  void limitOfVersionOneCountsEvenWhereTheInnerPathIsHidden() throws IOException {
    write("proc/self/cgroup", "5:cpu,cpuacct:/docker/1f\n4:memory:/docker/1f\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", "700\n");
    write("sys/fs/cgroup/memory/memory.stat", "total_inactive_file 50\n");
    assertThat(new ControlGroup(root).limit()).isEqualTo(1000);
    assertThat(new ControlGroup(root).available()).isEqualTo(350);
  }

  @Test
  void nothingIsLimitedWithoutGroupsOrWithoutLimits() throws IOException {
    assertThat(new ControlGroup(root).available()).isEqualTo(Long.MAX_VALUE);
    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/memory.max", "max\n");
    assertThat(new ControlGroup(root).available()).isEqualTo(Long.MAX_VALUE);
    assertThat(new ControlGroup(root).limit()).isEqualTo(Long.MAX_VALUE);
  }

  private void write(String file, String text) throws IOException {
    Path target = root.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
  }
}
