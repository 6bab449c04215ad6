package dev.kiln.plugin.fast.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.plugin.fast.FakeHost;
import dev.kiln.spi.testkit.FakeCliCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesCommandTest {
  @Test
  void theFirstRequestIsDrawnOnceMoreThanItIsTimed(@TempDir Path folder) throws Exception {
    RowCount count = new RowCount();
    FakeGenerations generations = new FakeGenerations(count);
    JsonCodec json = new JsonCodec();
    Path job = folder.resolve("job.json");
    List<?> requests = List.of(Map.of("seed", 3), Map.of("seed", 4));
    Files.writeString(job, json.write(Map.of("requests", requests)));
    FakeCliCall call = new FakeCliCall(job.toString(), folder.toString());
    new PicturesCommand(generations, count, FakeHost.with(), new PictureCodec(), json).run(call);
    Trial trial = Trial.read(json.object("a trial", call.printed().get(0)));
    assertThat(generations.requests)
        .extracting(it -> (Object) it.get("seed"))
        .containsExactly(3, 3, 4);
    assertThat(trial.shots()).extracting(Shot::seed).containsExactly(3L, 4L);
    assertThat(trial.shots())
        .allSatisfy(
            shot -> {
              assertThat(shot.rows()).isEqualTo(4);
              assertThat(shot.loopSeconds()).isBetween(0.01, 0.5);
              assertThat(shot.requestSeconds()).isGreaterThan(shot.loopSeconds() + 0.004);
              assertThat(shot.ssim()).isNaN();
            });
    assertThat(trial.readySeconds()).isBetween(0.005, 0.5);
    assertThat(trial.note()).isEqualTo("it is slow");
    assertThat(trial.attention()).isEqualTo("sdp, 14/14 sites");
    assertThat(folder.resolve("3.png")).exists();
    assertThat(folder.resolve("4.png")).exists();
  }
}
