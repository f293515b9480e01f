import HTTPTypes
import Testing

@testable import Web

@Suite struct RoutesTests {
    @Test func `every operation is found at its path, however many slashes stand in it`() {
        let routes = Routes(Operation.all)
        for operation in Operation.all {
            let path = operation.path.replacing("{", with: "x").replacing("}", with: "x")
            for path in [path, path + "/", path.replacing("/", with: "//")] {
                guard case .operation(let found, let names) = routes.find(operation.method, path[...]) else {
                    Issue.record("\(operation.method) \(path) leads nowhere")
                    continue
                }
                #expect(found === operation && names.map(\.text) == operation.parameterNames.map { "x\($0)x" })
            }
        }
    }

    @Test func `what is no path of an operation is not found`() {
        let routes = Routes(Operation.all)
        for path in ["", "/", "/ticket", "/tickets/x/y/z", "/Tickets", "/tickets%2F", "tickets2"] {
            guard case .nothing = routes.find(.get, path[...]) else {
                Issue.record("\(path) leads somewhere")
                continue
            }
        }
        guard case .otherMethods(let methods) = routes.find(.delete, "/tickets") else {
            Issue.record("nothing says what /tickets takes")
            return
        }
        #expect(methods == [.get, .post])
    }
}
