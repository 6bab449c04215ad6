package dev.kiln.host.model;

import static dev.kiln.host.testing.Drawing.draw;
import static dev.kiln.host.testing.Drawing.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.image.Infotext;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.random.Precision;
import dev.kiln.host.random.RandomModel.Form;
import dev.kiln.host.random.RandomModel.Values;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks whose input is more than latents. */
class ModelVariantsTest {
  private static final String[] UPSCALER = {"in_channels=7", "num_class_embeds=1000"};

  @TempDir private Path temp;
  private ModelStore store;

  @BeforeEach
  void open() {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    store = TestingStore.of(new ModelCatalog(temp.resolve("models"), hashes), hashes, temp);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anInpaintingModelDrawsFromText() {
    RandomModels.single(temp.resolve("models/paint"), 1, Precision.F32, "in_channels=9");
    ModelFile file = store.catalog().files().get(0);
    assertThat(file.architecture()).endsWith(", inpainting");
    var image = draw(store, request("paint"));
    assertThat(image.rgb()).hasSize(3 * 64 * 64);
    assertThat(Infotext.parse(image.infotext()).values()).containsEntry("Model", "paint");
  }

  @Test
  void behindTheLatentsAreAMaskAndThePictureGreyUnderIt() {
    RandomModels.single(temp.resolve("models/paint"), 1, Precision.F32, "in_channels=9");
    try (ModelStore.Lease lease = store.use("paint");
        RunControl control = new RunControl(lease.model().runtime())) {
      Tensor all = Tensor.zeros(64, 64);
      Arrays.fill(all.data(), 1);
      Tensor any = Tensor.zeros(1, 3, 64, 64);
      Arrays.fill(any.data(), 0.3f);
      ImageCodec codec = lease.model().codec();
      SessionPlan plan = SessionPlan.plain(NetworkKind.VAE_ENCODER);
      Tensor behind =
          lease.model().behindLatents(any, all, picture -> codec.encode(picture, plan, control));
      assertThat(behind.shape()).containsExactly(5, 8, 8);
      assertThat(Arrays.copyOf(behind.data(), 64)).containsOnly(1f);
      Tensor half = Tensor.like(any);
      Arrays.fill(half.data(), 0.5f);
      Tensor grey = codec.encode(half, plan, control);
      assertThat(Arrays.copyOfRange(behind.data(), 64, behind.size())).isEqualTo(grey.data());
    }
  }

  @Test
  void anUpscalersGraphRunsAndListensToItsClass() {
    Path folder =
        RandomModels.of(Form.DIFFUSERS, new Values(1, Precision.F32, false), UPSCALER)
            .write(temp.resolve("models/upscaler"))
            .path();
    ModelSource source = DiffusersFolder.read("upscaler", folder);
    Graph graph = source.graph(NetworkKind.UNET);
    try (InferenceSession unet =
            InferenceSession.open(
                OrtRuntime.open(), folder, graph, SessionPlan.plain(NetworkKind.UNET).wishes());
        RunControl control = new RunControl(OrtRuntime.open())) {
      float[] first = prediction(unet, 20, control);
      assertThat(first).hasSize(4 * 8 * 8);
      for (float value : first) {
        assertThat(value).isFinite();
      }
      assertThat(prediction(unet, 20, control)).isEqualTo(first);
      assertThat(prediction(unet, 999, control)).isNotEqualTo(first);
    }
  }

  private static float[] prediction(InferenceSession unet, int label, RunControl control) {
    float[] sample = new float[7 * 8 * 8];
    float[] text = new float[77 * 64];
    Arrays.fill(sample, 0.5f);
    Arrays.fill(text, 0.5f);
    float[] prediction = new float[4 * 8 * 8];
    try (Binding binding =
        unet.bind(
            Map.of(
                "sample",
                new long[] {1, 7, 8, 8},
                "timestep",
                new long[0],
                "encoder_hidden_states",
                new long[] {1, 77, 64},
                "class_labels",
                new long[] {1}),
            Map.of("out_sample", new long[] {1, 4, 8, 8}))) {
      binding.write("sample", 0, sample, 0, sample.length);
      binding.write("encoder_hidden_states", 0, text, 0, text.length);
      binding.writeNumber("timestep", 0, 500);
      binding.writeNumber("class_labels", 0, label);
      binding.run(control);
      binding.read("out_sample", 0, prediction, 0, prediction.length);
    }
    return prediction;
  }

  @Test
  void anUpscalerIsRefusedWhereAPictureIsMadeFromText() {
    RandomModels.of(Form.DIFFUSERS, new Values(1, Precision.F32, false), UPSCALER)
        .write(temp.resolve("models/folder"));
    RandomModels.single(temp.resolve("models/single"), 1, Precision.F32, UPSCALER);
    for (String name : new String[] {"folder", "single"}) {
      assertThatThrownBy(() -> draw(store, request(name)))
          .isInstanceOf(BadRequest.class)
          .hasMessage(
              "model '"
                  + name
                  + "' works on a picture that it is given (7 input channels); choose a model that"
                  + " makes one from text");
    }
  }
}
