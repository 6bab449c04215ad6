package dev.kiln.plugin.systeminfo.peers;

import java.util.List;

/** A program that can make the picture. */
enum Program {
  KILN("kiln", "", Form.ANY, List.of("automatic", "sdp", "winograd", "winograd-unlimited", "int8")),
  TORCH(
      "torch",
      "torch_txt2img.py",
      Form.DIFFUSERS,
      List.of("f32", "bf16", "channels-last", "compiled")),
  ONNXRUNTIME("onnxruntime", "onnxruntime_txt2img.py", Form.ONNX, List.of("f32")),
  OPENVINO("openvino", "openvino_txt2img.py", Form.ONNX, List.of("f32", "bf16", "int8")),
  STABLE_DIFFUSION_CPP(
      "stable-diffusion.cpp",
      "stable_diffusion_cpp_txt2img.py",
      Form.DIFFUSERS,
      List.of("f32", "f16", "q8_0")),
  SD4J("sd4j", "Sd4jTxt2Img.java", Form.ONNX, List.of("f32"));

  /** How a program wants its weights. */
  enum Form {
    ANY,
    DIFFUSERS,
    ONNX
  }

  private final String label;
  private final String script;
  private final Form form;
  private final List<String> variants;

  Program(String label, String script, Form form, List<String> variants) {
    this.label = label;
    this.script = script;
    this.form = form;
    this.variants = variants;
  }

  String label() {
    return label;
  }

  /** Its file in {@code examples/peers}; empty for Kiln. */
  String script() {
    return script;
  }

  Form form() {
    return form;
  }

  List<String> variants() {
    return variants;
  }

  /** What a user who lacks it is to do. */
  String install() {
    return this == SD4J
        ? "build it from its sources and give the folder by --sd4j; examples/peers/README.md says"
            + " how"
        : "pip install -r examples/peers/" + script.replace("_txt2img.py", ".requirements.txt");
  }
}
