package workbench

func listRoutes() []route { return nil }

func listActs() map[string]act { return map[string]act{} }
