package workbench
