package dev.kiln.plugin.livepreview;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class LivePreviewArchitectureTest extends PluginArchitectureContract {}
