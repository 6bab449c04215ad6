package dev.kiln.plugin.lora;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class LoraArchitectureTest extends PluginArchitectureContract {}
