package dev.kiln.plugin.systeminfo.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.plugin.systeminfo.RandomWeights;
import dev.kiln.plugin.systeminfo.machine.Machine;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake Python is a script of a POSIX shell")
class PeersCommandTest implements KilnProcesses, ModelFiles {
  // Stands for Python: answers as the script that it is given would.
  private static final String PYTHON =
      """
      #!/bin/sh
      picture=$(sed -n 's/.*"picture":"\\([^"]*\\)".*/\\1/p' "$2")
      case "$1:$(cat "$2")" in
        *onnxruntime*) cp "%1$s/kiln.png" "$picture"
          echo '{"step_seconds": [9, 2, 2], "load_seconds": null, "versions": {"python": "3"}}' > "$3" ;;
        *openvino*int8*) echo '{"missing": "No module named nncf"}' > "$3" ;;
        *) echo "a trace"; echo "ValueError: no such layer" >&2; exit 1 ;;
      esac
      """;

  private final List<String> started = new ArrayList<>();
  private final JsonCodec json = new JsonCodec();
  private final PictureCodec pictures = new PictureCodec();
  private int interruptAt = Integer.MAX_VALUE;
  @TempDir private Path folder;

  @BeforeEach
  void model() throws IOException {
    Path unet = Files.createDirectories(folder.resolve("models/default/unet"));
    Files.createFile(unet.resolve("model.onnx"));
    Files.writeString(
        unet.resolve("config.json"),
        """
        {"block_out_channels": [64, 128, 192], "cross_attention_dim": 128, "layers_per_block": 1,
         "in_channels": 4, "out_channels": 4,
         "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
         "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]}
        """);
    Files.write(folder.resolve("kiln.png"), pictures.write(Picture.black(128, 128)));
    Path python = folder.resolve("python");
    Files.writeString(python, PYTHON.formatted(folder));
    assertThat(python.toFile().setExecutable(true)).isTrue();
  }

  @Override
  public Finished run(List<String> arguments) throws IOException, InterruptedException {
    if (started.size() == interruptAt) {
      throw new InterruptedException();
    }
    started.add(arguments.get(1));
    if (arguments.get(1).equals("gemm")) {
      return new Finished(0, "100.0\n", "", 0);
    }
    Map<String, ?> job = json.object(Path.of(arguments.get(2)));
    started.set(started.size() - 1, "kiln-" + job.get("variant"));
    Files.copy(folder.resolve("kiln.png"), Path.of(job.get("picture").toString()));
    Files.writeString(
        Path.of(arguments.get(3)),
        "{\"step_seconds\": [5, 1, 1], \"load_seconds\": 2, \"versions\": {\"kiln\": \"1\"}}");
    return new Finished(0, "", "", 500_000_000);
  }

  @Override
  public Path folder() {
    return folder.resolve("models");
  }

  @Override
  public List<Found> find(Kind kind, List<Path> others) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Path> named(String flag, String folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String shortHash(Found model) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String hash(Path file) {
    throw new UnsupportedOperationException();
  }

  private FakeCliCall call(String only, String size, String... model) {
    return new FakeCliCall(
        new PeersCommand.Flags(
            "",
            "",
            size,
            3,
            2,
            only,
            folder.resolve("python").toString(),
            "",
            "",
            1,
            false,
            folder.resolve("out").toString()),
        model);
  }

  private void run(FakeCliCall call) throws Exception {
    DeviceInfo device = new DeviceInfo("cpu", 2);
    PeersCommand command =
        new PeersCommand(
            new ModelForms(this, new RandomWeights(this, new FakeHome(folder.resolve("home")))),
            new PeersRun(new PeerRun(this, json), this, pictures, json),
            purpose -> () -> {},
            new Machine(device),
            device,
            json);
    assertThat(command.run(call)).isZero();
  }

  private List<String> cells(String peer) throws IOException {
    return Files.readAllLines(folder.resolve("out/peers.md")).stream()
        .filter(it -> it.startsWith("| " + peer + " |"))
        .flatMap(it -> List.of(it.split(" *\\| *", -1)).stream())
        .toList();
  }

  @Test
  void allRunInTurnsAndWhatCannotSaysWhy() throws Exception {
    FakeCliCall call = call("", "128x128");
    run(call);
    assertThat(started)
        .containsExactly(
            "gemm",
            "kiln-automatic",
            "kiln-sdp",
            "kiln-winograd",
            "kiln-winograd-unlimited",
            "kiln-int8",
            "gemm",
            "kiln-int8",
            "kiln-winograd-unlimited",
            "kiln-winograd",
            "kiln-sdp",
            "kiln-automatic");
    assertThat(call.said())
        .startsWith("round 1 of 2: GEMM", "round 1 of 2: kiln-automatic", "round 1 of 2: kiln-sdp")
        .contains("round 2 of 2: onnxruntime-f32")
        .doesNotContain("round 2 of 2: openvino-f32")
        .last()
        .isEqualTo("reports: " + folder.resolve("out/peers.md") + ", peers.json");
    assertThat(cells("kiln-automatic")).contains("1.00", "1.95", "2 %", "500", "2.00");
    assertThat(cells("onnxruntime-f32")).contains("2.00", "0.974", "equal");
    assertThat(cells("openvino-f32"))
        .contains("its process ended with 1: ValueError: no such layer");
    assertThat(cells("openvino-int8"))
        .contains(
            "not installed: No module named nncf; pip install -r"
                + " examples/peers/openvino.requirements.txt");
    assertThat(cells("torch-f32"))
        .contains(
            "it reads a folder of diffusers, and the model has no such form; name a folder of it by"
                + " --also");
    assertThat(cells("sd4j-f32"))
        .contains(
            "not installed: no folder is given; build it from its sources and give the folder by"
                + " --sd4j; examples/peers/README.md says how");
  }

  @Test
  void anInterruptionLeavesWhatWasMeasured() {
    interruptAt = 3;
    FakeCliCall call = call("onnxruntime", "128x128");
    assertThatThrownBy(() -> run(call)).isInstanceOf(InterruptedException.class);
    assertThat(call.said())
        .last()
        .isEqualTo("stopped; " + folder.resolve("out/peers.md") + " has what was measured");
    Map<String, ?> record = json.object(folder.resolve("out/peers.json"));
    assertThat((List<?>) record.get("peers"))
        .extracting(
            it -> ((Map<?, ?>) it).get("peer") + " " + ((Map<?, ?>) it).get("secondsPerStep"))
        .containsExactly("kiln-automatic 1.0", "onnxruntime-f32 2.0");
  }

  @Test
  void wrongWordsAreOneSentence() {
    for (String[] wrong :
        new String[][] {
          {
            "tensorrt",
            "128x128",
            "there is no peer \"tensorrt\"; there are: kiln-automatic, kiln-sdp,"
          },
          {"", "128", "--size is \"128\"; it must be as 512x512"},
          {"", "130x128", "--size is \"130x128\"; both sides must be multiples of 64"},
        }) {
      assertThatThrownBy(() -> run(call(wrong[0], wrong[1])))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith(wrong[2]);
    }
    assertThatThrownBy(() -> run(call("", "128x128", "none")))
        .hasMessage("there is no folder \"none\" of a model, nor in the models");
    assertThatThrownBy(() -> run(call("", "128x128", folder.toString())))
        .hasMessage(
            folder
                + " has neither unet/model.onnx nor unet/diffusion_pytorch_model.safetensors, which"
                + " the peers read");
    assertThat(started).isEmpty();
  }
}
