package dev.kiln.plugin.detailer.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles.Found;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file a name means. */
class DetectorFilesTest {
  private static final byte[] ANY = {'P', 'K'};

  @TempDir private Path temp;
  private TestingDetectors testing;

  @BeforeEach
  void open() {
    testing =
        new TestingDetectors(temp)
            .put("detector/face_yolov8n.onnx", ANY)
            .put("adetailer/hand_yolov8n.onnx", ANY)
            .put("adetailer/face_yolov8n.pt", ANY)
            .put("adetailer/person_yolov8n-seg.pt", ANY)
            .put("annotator/yolox_l.onnx", ANY)
            .withShipped();
  }

  @AfterEach
  void close() {
    testing.close();
  }

  private String chosen(String name, String... warnings) {
    List<String> told = new ArrayList<>();
    Found found = testing.files().choose("ADetailer unit 1", name, told::add);
    assertThat(told).containsExactly(warnings);
    return found.path().getFileName().toString();
  }

  private void demandRefusal(String name, String sentence) {
    assertThatThrownBy(() -> testing.files().choose("ADetailer unit 1", name, any -> {}))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
  }

  @Test
  void namesMayHaveTheirEndingOrThatOfWebuisFile() {
    assertThat(chosen("face_yolov8n")).isEqualTo("face_yolov8n.onnx");
    assertThat(chosen("Face_YOLOv8n.onnx")).isEqualTo("face_yolov8n.onnx");
    assertThat(chosen("face_yolov8n.pt")).isEqualTo("face_yolov8n.onnx");
    assertThat(chosen("adetailer\\hand_yolov8n.pt")).isEqualTo("hand_yolov8n.onnx");
    assertThat(chosen("hand")).isEqualTo("hand_yolov8n.onnx");
    assertThat(chosen("scenes")).isEqualTo("seg_ade20k_scenes.onnx");
    assertThat(
            chosen(
                "yolov8",
                "ADetailer unit 1: the model 'yolov8' fits several names; face_yolov8n.onnx was taken"))
        .isEqualTo("face_yolov8n.onnx");
  }

  @Test
  void listsShowWhatCanBeUsed() {
    assertThat(testing.files().titles())
        .containsExactly("face_yolov8n.onnx", "hand_yolov8n.onnx", "seg_ade20k_scenes:person");
  }

  @Test
  void anotherFolderIsLookedIntoToo() {
    Path folder = temp.resolve("elsewhere");
    testing.put("../elsewhere/eyes.onnx", ANY).named(folder.toString());
    assertThat(chosen("eyes")).isEqualTo("eyes.onnx");
    testing.named("nowhere/at/all");
    demandRefusal("eyes", "--detector-dir is \"nowhere/at/all\", which is not a folder; name one");
  }

  @Test
  void whatIsMissingIsToldWithTheNearest() {
    demandRefusal(
        "hands_yolov9",
        "ADetailer unit 1 names the model 'hands_yolov9', which is not there; there are"
            + " hand_yolov8n.onnx, face_yolov8n.onnx, seg_ade20k_scenes:person in "
            + testing.models()
            + ", and --detector-dir names another folder");
  }

  @Test
  void filesOfPytorchAreRefusedWithTheWayToExportThem() {
    demandRefusal(
        "person_yolov8n-seg.pt",
        "ADetailer unit 1: "
            + testing.models().resolve("adetailer/person_yolov8n-seg.pt")
            + " is a PyTorch file, which can run any code while it is opened, so Kiln does not;"
            + " where ultralytics is installed, `yolo export format=onnx"
            + " model=person_yolov8n-seg.pt` makes an ONNX file of it, which belongs beside it");
  }

  @Test
  void mediapipeIsRefused() {
    demandRefusal(
        "mediapipe_face_full",
        "ADetailer unit 1 names mediapipe_face_full, a detector of MediaPipe, which Kiln does not"
            + " have; name a YOLO detector or face_yolov8n.onnx, hand_yolov8n.onnx,"
            + " seg_ade20k_scenes:person");
  }
}
