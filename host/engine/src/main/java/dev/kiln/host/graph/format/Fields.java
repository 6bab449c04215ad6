package dev.kiln.host.graph.format;

/** Field numbers of {@code onnx.proto}, which never change. */
final class Fields {
  static final int MODEL_IR_VERSION = 1;
  static final int MODEL_PRODUCER = 2;
  static final int MODEL_GRAPH = 7;
  static final int MODEL_OPERATOR_SET = 8;
  static final int MODEL_FUNCTION = 25;

  static final int OPERATOR_SET_DOMAIN = 1;
  static final int OPERATOR_SET_VERSION = 2;

  static final int GRAPH_NODE = 1;
  static final int GRAPH_NAME = 2;
  static final int GRAPH_INITIALIZER = 5;
  static final int GRAPH_INPUT = 11;
  static final int GRAPH_OUTPUT = 12;
  static final int GRAPH_SPARSE_INITIALIZER = 15;

  static final int NODE_INPUT = 1;
  static final int NODE_OUTPUT = 2;
  static final int NODE_NAME = 3;
  static final int NODE_OPERATOR = 4;
  static final int NODE_ATTRIBUTE = 5;
  static final int NODE_DOMAIN = 7;
  static final int NODE_METADATA = 9;

  static final int ATTRIBUTE_NAME = 1;
  static final int ATTRIBUTE_REAL = 2;
  static final int ATTRIBUTE_WHOLE = 3;
  static final int ATTRIBUTE_TEXT = 4;
  static final int ATTRIBUTE_TENSOR = 5;
  static final int ATTRIBUTE_GRAPH = 6;
  static final int ATTRIBUTE_REALS = 7;
  static final int ATTRIBUTE_WHOLES = 8;
  static final int ATTRIBUTE_TEXTS = 9;
  static final int ATTRIBUTE_DOC = 13;
  static final int ATTRIBUTE_TYPE = 20;

  static final int TENSOR_DIMS = 1;
  static final int TENSOR_TYPE = 2;
  static final int TENSOR_FLOATS = 4;
  static final int TENSOR_INTS = 5;
  static final int TENSOR_LONGS = 7;
  static final int TENSOR_NAME = 8;
  static final int TENSOR_RAW = 9;
  static final int TENSOR_DOUBLES = 10;
  static final int TENSOR_DOC = 12;
  static final int TENSOR_EXTERNAL = 13;
  static final int TENSOR_LOCATION = 14;
  static final int TENSOR_METADATA = 16;

  static final int ENTRY_KEY = 1;
  static final int ENTRY_VALUE = 2;

  static final int PORT_NAME = 1;
  static final int PORT_TYPE = 2;
  static final int TYPE_TENSOR = 1;
  static final int TYPE_SEQUENCE = 4;
  static final int TYPE_DENOTATION = 6;
  static final int SEQUENCE_ELEMENT = 1;
  static final int TENSOR_TYPE_ELEMENT = 1;
  static final int TENSOR_TYPE_SHAPE = 2;
  static final int SHAPE_DIM = 1;
  static final int DIM_SIZE = 1;
  static final int DIM_SYMBOL = 2;

  private Fields() {}
}
