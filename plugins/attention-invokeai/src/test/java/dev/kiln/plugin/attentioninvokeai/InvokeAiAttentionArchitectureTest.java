package dev.kiln.plugin.attentioninvokeai;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class InvokeAiAttentionArchitectureTest extends PluginArchitectureContract {}
